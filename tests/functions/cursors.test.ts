import fc from 'fast-check';
import { handler as listEventHistory } from '../../functions/listEventHistory.ts';
import { handler as listEventRegistrations } from '../../functions/listEventRegistrations.ts';
import { handler as listEvents } from '../../functions/listEvents.ts';
import { handler as listUserHistory } from '../../functions/listUserHistory.ts';
import { handler as listUserRegistrations } from '../../functions/listUserRegistrations.ts';
import { handler as listUsers } from '../../functions/listUsers.ts';
import { queueSortKey, seatSortKey } from '../../lib/domain/registrationSortKey.ts';
import { dateEventId } from '../../lib/domain/sortKeys.ts';
import { readsOf } from '../simulator/calls.ts';
import { expectBrokenRules } from '../support/api/expectations.ts';
import { invoke, type TestRequest } from '../support/api/invoke.ts';
import { recordHistory, register } from '../support/api/operations.ts';
import { cursorOf, nextLinkOf, textOf } from '../support/api/pages.ts';
import { anEvent, anEventWithHistory } from '../support/records/records.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. ~é\u0000'];

type List = { name: string; handler: unknown; request: TestRequest; cursor: string };

/** Every list, as it is asked for a page of one, and the cursor that it answered. */
async function lists(): Promise<List[]> {
  const { eventId, userIds } = await anEventWithHistory();
  const [, , userId] = userIds;
  await register(await anEvent(), userId);
  await recordHistory();
  const [ofEvent, ofUser] = [{ path: { eventId } }, { path: { userId } }];
  const requests: [string, unknown, TestRequest][] = [
    ['events', listEvents, {}],
    ['events of a search', listEvents, { query: { q: 'a' } }],
    ['users', listUsers, {}],
    ['registrations of an event', listEventRegistrations, ofEvent],
    ['those not checked in', listEventRegistrations, { ...ofEvent, query: { checkedIn: 'false' } }],
    ['registrations of a user', listUserRegistrations, ofUser],
    ['those from a day on', listUserRegistrations, { ...ofUser, query: { from: '2001-01-01' } }],
    ['history of an event', listEventHistory, ofEvent],
    ['history of a user', listUserHistory, ofUser],
  ];
  return Promise.all(
    requests.map(async ([name, handler, own]) => {
      const request = { ...own, query: { ...own.query, limit: '1' } };
      const cursor = nextLinkOf(await invoke(handler, request))?.searchParams.get('cursor') ?? '';
      return { name, handler, request, cursor };
    }),
  );
}

test('a cursor of any list that is cut short, or altered in one letter, is a 422', async () => {
  const all = await lists();
  const pages = await Promise.all(
    all.map(({ handler, request, cursor }) =>
      invoke(handler, { ...request, query: { ...request.query, cursor } }),
    ),
  );
  expect(pages.map(({ status }) => status)).toEqual(all.map(() => 200));
  const tampering = fc.record({
    list: fc.constantFrom(...all),
    at: fc.nat(1000),
    kind: fc.oneof(fc.constantFrom('end', 'start', 'gone'), fc.constantFrom(...LETTERS)),
  });
  const property = fc.asyncProperty(tampering, async ({ list: { handler, request, cursor }, at, kind }) => {
    const n = at % cursor.length;
    const [before, after] = [cursor.slice(0, n), cursor.slice(n + 1)];
    const cuts: Record<string, string> = { end: before, start: after, gone: before + after };
    const tampered = cuts[kind] ?? `${before}${kind}${after}`;
    if (tampered === cursor) return;
    const answer = await invoke(handler, { ...request, query: { ...request.query, cursor: tampered } });
    expectBrokenRules(answer, ['/query/cursor']);
  });
  await fc.assert(property, { numRuns: 1000 });
});

test('a forged cursor costs at most what a page may read', async () => {
  const all = await lists();
  const MAX_TICKET = queueSortKey(Number.MAX_SAFE_INTEGER);
  const first = '0001-01-01T00:00:00.000Z';
  const seat = seatSortKey(first, { userId: '-' });
  const forged: Record<string, string[]> = {
    events: [dateEventId('0001-01-01', '-'), dateEventId('9999-12-31', '_')],
    users: ['-', 'z'.repeat(128)],
    'registrations of an event': [
      `${seat} `,
      ` ${queueSortKey(0)}`,
      ` ${MAX_TICKET}`,
      `${seat} ${MAX_TICKET}`,
    ],
    'those not checked in': [`${seat} `, ` ${queueSortKey(0)}`, ` ${MAX_TICKET}`, `${seat} ${MAX_TICKET}`],
    'registrations of a user': [dateEventId('0001-01-01', '-'), dateEventId('9999-12-31', '_')],
  };
  for (const { name, handler, request, cursor } of all) {
    const list = textOf(cursor).split(' ');
    for (const sortKey of forged[name] ?? []) {
      const text = `${list.slice(0, NAMES[name]).join(' ')} ${sortKey}`;
      const query = { ...request.query, cursor: cursorOf(text) };
      const reads = await readsOf(async () =>
        expect((await invoke(handler, { ...request, query })).status).toBe(200),
      );
      expect(reads.calls).toBeLessThanOrEqual(MOST_CALLS);
    }
  }
});

/** How many words the name of each list has. */
const NAMES: Record<string, number> = {
  events: 1,
  users: 1,
  'registrations of an event': 2,
  'those not checked in': 3,
  'registrations of a user': 2,
};

/** The lists of events lie in four shards, and their counts in another table. */
const MOST_CALLS = 5;
