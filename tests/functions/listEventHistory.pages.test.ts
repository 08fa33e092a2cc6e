import { handler } from '../../functions/listEventHistory.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectBrokenRules } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { listEventHistory, recordHistory } from '../support/api/operations.ts';
import { expectToPage, nextLinkOf, testBadPages } from '../support/api/pages.ts';
import { cursorsBesides } from '../support/api/rules/cursors.ts';
import { anEventWithHistory, registeredUsers } from '../support/records/records.ts';

const idsIn = ({ body }: Answer): string[] => body.map(({ entryId }: { entryId: string }) => entryId);

describe('200', () => {
  test('visits every entry once when the links are followed', async () => {
    const { eventId } = await anEventWithHistory();
    await registeredUsers(eventId, 2);
    await recordHistory();
    const ids = idsIn(await listEventHistory(eventId));
    expect(new Set(ids).size).toBe(7);
    const request = { path: { eventId }, rawPath: `/events/${eventId}/history` };
    await expectToPage(handler, request, ids, ({ entryId }) => entryId);
  });

  test('visits every entry once while more entries are added', async () => {
    const { eventId } = await anEventWithHistory();
    const before = idsIn(await listEventHistory(eventId));
    const visited: string[] = [];
    for (let query: Record<string, string> | undefined = { limit: '2' }; query; ) {
      const answer = await listEventHistory(eventId, query);
      visited.push(...idsIn(answer));
      const next = nextLinkOf(answer);
      query = next && Object.fromEntries(next.searchParams);
      await registeredUsers(eventId, 1);
      await recordHistory();
    }
    expect(visited).toEqual(before);
  });

  test('costs two calls a page', async () => {
    const { eventId } = await anEventWithHistory();
    expect(await callsOf(() => listEventHistory(eventId))).toEqual(['BatchGetItem', 'Query']);
    expect(await callsOf(() => listEventHistory(eventId, { limit: '2' }))).toEqual(['BatchGetItem', 'Query']);
  });
});

describe('422', () => {
  test('lists the broken rules of the path and the query at once', async () => {
    const answer = await listEventHistory('a b', { limit: '0', cursor: '!' });
    expectBrokenRules(answer, ['/path/eventId', '/query/limit', '/query/cursor']);
  });

  testBadPages(handler, { path: { eventId: 'some-event' } }, cursorsBesides('the history of an event'));

  test('refuses the cursor of another event', async () => {
    const [one, other] = [await anEventWithHistory(), await anEventWithHistory()];
    const page = await listEventHistory(one.eventId, { limit: '1' });
    const query = Object.fromEntries(nextLinkOf(page)?.searchParams ?? []);
    const request = { path: { eventId: other.eventId }, query };
    expectBrokenRules(await invoke(handler, request), ['/query/cursor']);
  });
});
