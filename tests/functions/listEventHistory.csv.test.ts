import { handler as listEventHistory } from '../../functions/listEventHistory.ts';
import { handler as listUserHistory } from '../../functions/listUserHistory.ts';
import { acceptCsv, asCells, rowsIn } from '../support/api/csv.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { nextLinkOf } from '../support/api/pages.ts';
import { anEventWithHistory } from '../support/records/records.ts';

let eventId: string;
let userId: string;
beforeAll(async () => {
  const event = await anEventWithHistory();
  ({ eventId } = event);
  userId = event.userIds[1];
});

describe.each([
  ['an event', listEventHistory, () => ({ eventId }), 5],
  ['a user', listUserHistory, () => ({ userId }), 2],
])('the history of %s', (_whose, handler, pathOf, count) => {
  const list = (query: Record<string, string>, headers = {}) =>
    invoke(handler, { path: pathOf(), query, headers });

  test('is the same as CSV, as a file with a name', async () => {
    const [json, csv] = [await list({}), await list({}, acceptCsv)];
    expect(json.body).toHaveLength(count);
    expect(rowsIn(csv)).toEqual(asCells(json.body));
    expect(Object.keys(rowsIn(csv)[0] ?? {})).toEqual(Object.keys(json.body[0]));
    const filename = `${Object.values(pathOf())[0]}-history.csv`;
    expect(csv.headers).toMatchObject({
      'content-disposition': `attachment; filename="${filename}"`,
      vary: 'Accept',
    });
  });

  test.each(['1', '2', '100'])('is complete in pages of %s', async limit => {
    const rows = [];
    for (let query: Record<string, string> | undefined = { limit }; query; ) {
      const answer = await list(query, acceptCsv);
      rows.push(...rowsIn(answer));
      const next = nextLinkOf(answer);
      query = next && Object.fromEntries(next.searchParams);
    }
    expect(rows).toEqual(asCells((await list({})).body));
  });

  test('allows ten thousand rows a page as CSV, and a hundred as JSON', async () => {
    expect((await list({ limit: '10000' }, acceptCsv)).status).toBe(200);
    expectBrokenRules(await list({ limit: '10001' }, acceptCsv), ['/query/limit']);
    expectBrokenRules(await list({ limit: '101' }), ['/query/limit']);
  });

  test('answers errors as problems', async () => {
    const path = Object.fromEntries(Object.keys(pathOf()).map(name => [name, 'unknown']));
    const answer = await invoke(handler, { path, headers: acceptCsv });
    expectProblem(answer, answer.body.code);
    expect(answer).toMatchObject({ status: 404, headers: { vary: 'Accept' } });
  });
});
