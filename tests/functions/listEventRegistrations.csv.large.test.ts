import { handler } from '../../functions/listEventRegistrations.ts';
import { queueSortKey } from '../../lib/domain/registrationSortKey.ts';
import type * as registrations from '../../lib/repositories/registrations.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { callsOf } from '../simulator/calls.ts';
import { acceptCsv, rowsIn } from '../support/api/csv.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { nextLinkOf } from '../support/api/pages.ts';
import { anEvent, aRegistration } from '../support/records/records.ts';
import { promotePeople, putPeopleAt } from '../support/records/storedPeople.ts';

type Query = Record<string, string>;

const list = (eventId: string, query: Query = {}, headers: Query = acceptCsv) =>
  invoke(handler, { path: { eventId }, query, headers, rawPath: `/events/${eventId}/registrations` });

const nextQuery = (answer: Answer): Query | undefined => {
  const next = nextLinkOf(answer);
  return next && Object.fromEntries(next.searchParams);
};

/** Stores that many people who wait, beside each other, without their users. */
const storeQueue = (eventId: string, count: number) =>
  putPeopleAt(
    eventId,
    Array.from({ length: count }, (_, n) =>
      aRegistration({ eventId, status: 'waitlisted', sortKey: queueSortKey(n + 1) }),
    ),
  );

describe('200', () => {
  test('holds ten thousand rows in a page, with positions for one call more', async () => {
    const eventId = await anEvent({ capacity: 1 });
    await storeQueue(eventId, 10_050);
    let first: Answer | undefined;
    const calls = await callsOf(async () => {
      first = await list(eventId);
    });
    // The 21 blocks of the page, the event, its seats, and one query for all positions.
    expect(calls).toHaveLength(24);
    const rows = rowsIn(first as Answer);
    expect(rows.map(({ waitlistPosition }) => Number(waitlistPosition))).toEqual(
      Array.from({ length: 10_000 }, (_, n) => n + 1),
    );
    const second = await list(eventId, nextQuery(first as Answer));
    const positions = rowsIn(second).map(({ waitlistPosition }) => Number(waitlistPosition));
    expect(positions).toEqual(Array.from({ length: 50 }, (_, n) => 10_001 + n));
    expect(second.headers).not.toHaveProperty('link');
    expect((await list(eventId, {}, {})).body).toHaveLength(100);
  });
});

test('a page of several queries includes a person who is promoted while it is read', async () => {
  const eventId = await anEvent({ capacity: 1 });
  const longId = 'x'.repeat(120);
  const rows = Array.from({ length: 3000 }, (_, n) =>
    aRegistration({
      eventId,
      userId: `${longId}${n}`,
      status: 'waitlisted',
      sortKey: queueSortKey(n + 1),
    }),
  );
  await putPeopleAt(eventId, rows);
  const [last] = rows.slice(-1);
  const promote = () => promotePeople(new Date().toISOString(), [last as registrations.Item]);
  const request = { path: { eventId }, headers: acceptCsv, rawPath: `/events/${eventId}/registrations` };
  const faults = { Query: [undefined, promote] };
  const { answer, calls } = await answerWith('listEventRegistrations', request, faults);
  expect(calls.filter(({ operation }) => operation === 'Query').length).toBeGreaterThan(2);
  const userIds = rowsIn(answer).map(({ userId }) => userId);
  expect(userIds).toHaveLength(rows.length);
  expect(userIds[0]).toBe(last?.userId);
});
