import { parse } from 'csv-parse/sync';
import { handler as eventHistory } from '../../functions/listEventHistory.ts';
import { handler as registrationsList } from '../../functions/listEventRegistrations.ts';
import { handler as userHistory } from '../../functions/listUserHistory.ts';
import { expectBrokenRules } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { anEventWithHistory } from '../support/records/records.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const CSV_TYPE = 'text/csv; charset=utf-8; header=present';

let ids: { eventId: string; userId: string };
beforeAll(async () => {
  const { eventId, userIds } = await anEventWithHistory();
  ids = { eventId, userId: userIds[1] };
});

describe.each([
  ['the registrations of an event', registrationsList],
  ['the history of an event', eventHistory],
  ['the history of a person', userHistory],
])('%s', (_what, handler) => {
  const list = (query: Record<string, string>, accept?: string) =>
    invoke(handler, { path: ids, query, headers: accept === undefined ? {} : { accept } });

  test.each([undefined, 'application/json', '*/*', 'text/csv'])(
    'with ?format=csv is CSV that spreadsheets open, whatever a client accepts: %s',
    async accept => {
      const answer = await list({ format: 'csv' }, accept);
      expect(answer).toMatchObject({
        status: 200,
        headers: {
          'content-type': CSV_TYPE,
          'content-disposition': expect.stringMatching(/^attachment; filename="[\w-]+\.csv"$/),
          vary: 'Accept',
        },
      });
      const { body } = await list({}, 'text/csv');
      expect(body.startsWith(BYTE_ORDER_MARK)).toBe(false);
      expect(answer.body).toBe(BYTE_ORDER_MARK + body);
      expect(parse(answer.body, { bom: true, columns: true })).toEqual(parse(body, { columns: true }));
    },
  );

  test.each([undefined, 'text/csv'])(
    'with ?format=json is JSON, whatever a client accepts: %s',
    async accept => {
      const answer = await list({ format: 'json' }, accept);
      expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
      expect(answer.body).toEqual((await list({})).body);
    },
  );

  test('as CSV says when it is not the whole list', async () => {
    for (const [query, accept] of [[{ format: 'csv' }], [{}, 'text/csv']] as const) {
      const cut = await list({ ...query, limit: '1' }, accept);
      expect(cut.headers).toMatchObject({
        'csv-truncated': 'true',
        link: expect.stringContaining('limit=1'),
      });
      expect(cut.headers['access-control-expose-headers']).toContain('Csv-Truncated');
      const whole = await list(query, accept);
      expect(whole.headers).not.toHaveProperty('csv-truncated');
    }
    const json = await list({ limit: '1' });
    expect(json.headers).not.toHaveProperty('csv-truncated');
  });

  test('takes up to 10,000 rows with ?format=csv, and a hundred with ?format=json', async () => {
    expect((await list({ format: 'csv', limit: '10000' })).status).toBe(200);
    expectBrokenRules(await list({ format: 'json', limit: '101' }, 'text/csv'), ['/query/limit']);
    expectBrokenRules(await list({ format: 'csv', limit: '10001' }), ['/query/limit']);
  });

  test.each(['', 'CSV', 'xml', '__proto__', 'constructor'])('has no format "%s"', async format => {
    expectBrokenRules(await list({ format }), ['/query/format']);
  });
});
