import type { Context } from 'aws-lambda';
import { handler } from '../../../functions/tasks/auditEvent.ts';
import { queueSortKey, seatSortKey } from '../../../lib/domain/registrationSortKey.ts';
import { TABLES } from '../../../lib/dynamo/client.ts';
import { updateItem } from '../../../lib/dynamo/expressions.ts';
import type { Ref } from '../../../lib/dynamo/read.ts';
import { batchPut, transact } from '../../../lib/dynamo/write.ts';
import { type AuditReport, violationsOf } from '../../../lib/maintenance/audit.ts';
import type { Violation } from '../../../lib/maintenance/invariants.ts';
import * as events from '../../../lib/repositories/events.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as users from '../../../lib/repositories/users.ts';
import { type Call, isReadEvent, withFaults } from '../../simulator/callFaults.ts';
import { unregister, updateEvent } from '../../support/api/operations.ts';
import { holdInVain } from '../../support/records/holds.ts';
import { anEvent, aRegistration, at } from '../../support/records/records.ts';
import {
  aCompletedEvent,
  aFullEvent,
  aHalfDeletedEvent,
  anUnfilledEvent,
  reactivate,
} from '../../support/records/unfinished.ts';

const context = { getRemainingTimeInMillis: () => 900_000 } as Context;
const audit = (input: unknown = {}, run: unknown = handler): Promise<AuditReport> =>
  (run as typeof handler)(input, context);

/** Changes fields of a stored item, as nothing in the service does. */
async function alter<Item extends object>({ table, key }: Ref<Item>, values: Partial<Item>): Promise<void> {
  const set = Object.keys(values).map(field => `#${field} = :${field}`);
  const when = Object.keys(key).map(name => `attribute_exists(#${name})`);
  expect(await transact({ writes: [updateItem(table, key, { set, when, values })] })).toEqual({
    kind: 'committed',
  });
}

const remove = ({ table, key }: Ref<unknown>) =>
  transact({ writes: [{ Delete: { TableName: table, Key: key } }] });

/** The order of the tests matters here: what is broken later is not there yet. */
describe('an audit of everything', () => {
  let sound: string[];
  let waiting: string[];
  beforeAll(async () => {
    const [full, closed, promoted] = [await aFullEvent(4), await aFullEvent(3), await aFullEvent(3)];
    waiting = full.userIds.slice(1);
    await updateEvent(closed.eventId, { status: 'cancelled', capacity: 9 });
    await unregister(promoted.eventId, String(promoted.userIds[0]));
    const [crowded, halfDeleted] = [await anEvent({ capacity: 1 }), await aHalfDeletedEvent()];
    await holdInVain(crowded, 2);
    sound = [
      await anEvent(),
      crowded,
      await aCompletedEvent(),
      ...[full, closed, promoted, halfDeleted].map(({ eventId }) => eventId),
    ];
  });

  test('finds nothing where all is well: full, closed, half deleted, completed before somebody was deleted, with open holds; and needs its permissions, no more', async () => {
    const { result, calls } = await withFaults('tasks/auditEvent', {}, run => audit({}, run));
    expect(result).toEqual({ eventsLookedAt: sound.length, violations: [], restless: [], isComplete: true });
    const { grants } = JSON.parse(process.env.TEST_FUNCTIONS ?? '{}').auditEvent;
    expect([...new Set(calls.flatMap(grantsFor))].sort()).toEqual([...grants].sort());
    const direct = calls.filter(({ operation, input }) => operation !== 'Scan' && !input.IndexName);
    const reads = direct.flatMap(({ input }) => Object.values<object>(input.RequestItems ?? { input }));
    for (const read of reads) expect(read).toMatchObject({ ConsistentRead: true });
  });

  test('finds users who are counted wrongly, halves of events, and rows that are left over, beside all others', async () => {
    const [half, { eventId, userIds }, userId = ''] = [await anEvent(), await aFullEvent(2), waiting[0]];
    await alter(users.ref(userId), { registrationCount: 5 });
    await remove(seats.ref(half));
    await Promise.all([seats.ref, events.ref].map(ref => remove(ref(eventId))));
    const report = await audit(null);
    expect(report).toMatchObject({ eventsLookedAt: sound.length + 2, restless: [], isComplete: true });
    expect(report.violations.map(({ detail, ...where }) => where)).toEqual([
      { eventId: half, rule: 'EVENTS_ARE_WHOLE' },
      ...userIds.toSorted().map(one => ({ eventId, userId: one, rule: 'ROWS_HAVE_EVENTS' })),
      { userId, rule: 'USERS_ARE_COUNTED' },
    ]);
    const detail = 'registrationCount is 5, and the number of registrations 1';
    expect(report.violations.at(-1)).toEqual({ userId, rule: 'USERS_ARE_COUNTED', detail });
  });
});

/** The grants of serverless.yml, for stage `test`, that a call needs. */
function grantsFor({ operation, input: { RequestItems, TableName, IndexName } }: Call): string[] {
  const tables = RequestItems
    ? Object.keys(RequestItems)
    : [IndexName ? `${TableName}/index/${IndexName}` : TableName];
  return tables.map(table => `${operation} ${table.replace(/-test[\da-f]+-/, '-test-')}`);
}

type Attended = Awaited<ReturnType<typeof aFullEvent>>;
type Damage = (event: Attended) => Promise<unknown>;

function onSeats(values: Partial<seats.Item>): Damage {
  return ({ eventId }) => alter(seats.ref(eventId), values);
}
function onRow(person: number, values: Partial<registrations.Item>): Damage {
  return ({ eventId, userIds }) => alter(registrations.ref(eventId, String(userIds[person])), values);
}
const sortedAt = (person: number, sortKey: string) => onRow(person, { sortKey });
const checkInWaiting: Damage = async event => {
  await onSeats({ checkedInCount: 1 })(event);
  await onRow(2, { checkedInAt: at(1) })(event);
};
const fromQueue = seatSortKey(at(1), { userId: 'a', sortKey: queueSortKey(2) });
const loseUser: Damage = ({ userIds }) => remove(users.ref(String(userIds[1])));

/** How an event with one seat and three people waiting is damaged, and what is found then, of which person. */
const DAMAGES: [Violation['rule'], detail: string, Damage, person?: number][] = [
  ['COUNTERS_COVER_ROWS', 'waitlistCount 2 for 3 waiting', onSeats({ waitlistCount: 2 })],
  ['COUNTERS_COVER_ROWS', 'registeredCount is 0 for 1', onSeats({ registeredCount: 0, status: 'deleted' })],
  ['COUNTERS_COVER_ROWS', 'waitlistCount 1 for 3 waiting', onSeats({ waitlistCount: 1 })],
  ['COUNTERS_EQUAL_ROWS', 'waitlistCount 4 for 3 waiting', onSeats({ waitlistCount: 4 })],
  ['COUNTERS_EQUAL_ROWS', 'with 0 and 0 open holds', onSeats({ registeredCount: 2 })],
  ['CHECK_INS_EQUAL_ROWS', 'checkedInCount is 1, for 0', onSeats({ checkedInCount: 1 })],
  ['CHECK_INS_EQUAL_ROWS', 'checkedInCount is 0, for 1', onRow(0, { checkedInAt: at(1) })],
  ['CHECKED_IN_HAVE_SEATS', 'is waitlisted, and checked in', checkInWaiting, 2],
  ['CAPACITY_HOLDS', '1 are registered, for 0 seats', onSeats({ capacity: 0 })],
  ['FREE_SEATS_ARE_FILLED', 'the number of free seats is 2', onSeats({ capacity: 3 })],
  ['TICKETS_ARE_UNIQUE', 'have one ticket, 1', sortedAt(3, queueSortKey(1))],
  ['TICKETS_ARE_UNIQUE', 'have one ticket, 2', sortedAt(0, fromQueue)],
  ['TICKETS_WERE_GIVEN', 'has ticket 9, and the last is 3', sortedAt(3, queueSortKey(9)), 3],
  [
    'SORT_KEYS_FIT_STATUS',
    'is waitlisted, sorted at 0#',
    sortedAt(2, seatSortKey(at(1), { userId: 'a' })),
    2,
  ],
  ['SORT_KEYS_FIT_STATUS', 'is registered, sorted at 1#', sortedAt(0, queueSortKey(0)), 0],
  ['EVENTS_ARE_WHOLE', 'the one in Events is missing', ({ eventId }) => remove(events.ref(eventId))],
  ['EVENTS_ARE_WHOLE', 'the one in Seats is missing', ({ eventId }) => remove(seats.ref(eventId))],
  ['ROWS_HAVE_USERS', 'is waitlisted, but no user', loseUser, 1],
];

describe('an audit of one event', () => {
  // All at once, since each is looked at several times, with pauses.
  let found: [Attended, AuditReport][];
  beforeAll(async () => {
    const damaged = DAMAGES.map(async ([, , damage]): Promise<[Attended, AuditReport]> => {
      const event = await aFullEvent(4);
      await damage(event);
      return [event, await audit({ eventId: event.eventId })];
    });
    found = await Promise.all(damaged);
  });

  test.each(
    [...DAMAGES.entries()].map(([n, damage]) => ({
      n,
      rule: damage[0],
      detail: damage[1],
      person: damage[3],
    })),
  )('finds $rule: $detail', ({ n, rule, detail, person }) => {
    const [event, report] = found[n] ?? [];
    const userId = person === undefined ? {} : { userId: event?.userIds[person] };
    const violation = { eventId: event?.eventId, ...userId, rule, detail: expect.stringContaining(detail) };
    expect(report).toMatchObject({ eventsLookedAt: 1, violations: [violation] });
  });

  test('counts what was looked at: nothing, when there is no such event', async () => {
    const report = { eventsLookedAt: 0, violations: [], restless: [], isComplete: true };
    expect(await audit({ eventId: 'nowhere' })).toEqual(report);
  });

  test('does not hold it against open holds that counters are above their rows', async () => {
    const { eventId } = await aFullEvent(2);
    await holdInVain(eventId, 3);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('does not report what is well at a second look', async () => {
    const { eventId } = await anUnfilledEvent(3, 2);
    const fill = () => updateEvent(eventId, { capacity: 3 });
    const firstLook = [undefined, undefined];
    const atSecondLook = { readEvent: [...firstLook, fill] };
    const { result, calls } = await withFaults('tasks/auditEvent', atSecondLook, run =>
      audit({ eventId }, run),
    );
    expect(result.violations).toEqual([]);
    expect(calls.filter(isReadEvent)).toHaveLength(2 * firstLook.length);
  });

  test('says nothing of an event that changes at each look, but that it does', async () => {
    const { eventId } = await anUnfilledEvent(3, 2);
    let date = 1;
    const { result } = await withFaults(
      'tasks/auditEvent',
      ({ operation }) =>
        operation === 'Query' ? () => alter(seats.ref(eventId), { lastSeatHold: date++ }) : undefined,
      run => audit({ eventId }, run),
    );
    expect(result).toEqual({ eventsLookedAt: 1, violations: [], restless: [eventId], isComplete: true });
  });

  test('reads an event of many rows page by page, and counts all of them', async () => {
    const eventId = await anEvent({ capacity: 2000 });
    const rows = Array.from({ length: 1100 }, () => aRegistration({ eventId }));
    await batchPut(TABLES.registrations, rows);
    await batchPut(
      TABLES.users,
      rows.map(({ userId }) => ({ userId, name: 'Someone', registrationCount: 1 })),
    );
    await alter(seats.ref(eventId), { registeredCount: 1100 });
    const { result, calls } = await withFaults('tasks/auditEvent', {}, run => audit({ eventId }, run));
    expect(result.violations).toEqual([]);
    const queries = calls.filter(({ operation }) => operation === 'Query');
    expect(queries.map(({ input }) => input.Limit)).toEqual([500, 500, 500]);
  });
});

test('an audit finds somebody who was deleted, and is still at an event that is active again', async () => {
  const eventId = await aCompletedEvent(0);
  expect(await violationsOf(eventId)).toEqual([]);
  await reactivate(eventId);
  expect(await violationsOf(eventId)).toEqual([
    {
      eventId,
      userId: expect.stringMatching(/^deleted-/),
      rule: 'ROWS_HAVE_USERS',
      detail: expect.stringContaining('is registered, but no user'),
    },
  ]);
});

test.each<[unknown, string]>([
  [{ eventId: '' }, '/eventId must be 1 to 128 characters'],
  [{ eventId: 'a b' }, '/eventId must be 1 to 128 characters'],
  [{ eventId: 5 }, '/eventId must be 1 to 128 characters'],
  [{ eventId: null }, '/eventId must be 1 to 128 characters'],
  [{ eventID: 'a' }, '/eventID is not known'],
  [{ eventId: 'a', all: true }, '/all is not known'],
  [['a'], '/ must be an object'],
  ['a', '/ must be an object'],
])('the input %j is refused: %s', async (input, sentence) => {
  await expect(audit(input)).rejects.toThrow(`The input breaks a rule: ${sentence}`);
});
