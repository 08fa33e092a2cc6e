import { seatPart } from '../../../lib/domain/places.ts';
import { queueSortKey, seatSortKey } from '../../../lib/domain/registrationSortKey.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import type { AuditReport } from '../../../lib/maintenance/audit.ts';
import type { Violation } from '../../../lib/maintenance/violations.ts';
import * as departures from '../../../lib/repositories/departures.ts';
import * as events from '../../../lib/repositories/events.ts';
import * as places from '../../../lib/repositories/places.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as seatsLifecycle from '../../../lib/repositories/seatsLifecycle.ts';
import * as users from '../../../lib/repositories/users.ts';
import { alter, audit, remove } from '../../support/records/audit.ts';
import { sweepAll } from '../../support/records/holds.ts';
import { at, stored } from '../../support/records/records.ts';
import { putPeople } from '../../support/records/storedPeople.ts';
import { aFullEvent, setStatus } from '../../support/records/unfinished.ts';

type Attended = Awaited<ReturnType<typeof aFullEvent>>;
type Damage = (event: Attended) => Promise<unknown>;

function onSeats(values: Partial<seats.Item>): Damage {
  return ({ eventId }) => alter(seats.ref(eventId), values);
}

const rowOf = async ({ eventId, userIds }: Attended, person: number) =>
  (await stored(registrations.ref(eventId, String(userIds[person])))) as registrations.Item;

/** Changes a registration alone, without its place. */
function onRow(person: number, values: Partial<registrations.Item>): Damage {
  return ({ eventId, userIds }) => alter(registrations.ref(eventId, String(userIds[person])), values);
}

/** Changes a registration together with its place. */
function onPerson(person: number, values: Partial<registrations.Item>): Damage {
  return async event => {
    const row = await rowOf(event, person);
    await remove(places.ref(row));
    await putPeople([{ ...row, ...values }]);
  };
}

const sortedAt = (person: number, sortKey: string) => onPerson(person, { sortKey });

const losePlace: Damage = async event => remove(places.ref(await rowOf(event, 1)));
const loseRow: Damage = ({ eventId, userIds }) => remove(registrations.ref(eventId, String(userIds[1])));
const depart: Damage = async ({ eventId }) => {
  const { incarnation = '' } = (await stored(seats.ref(eventId))) ?? {};
  await transact({ departures: departures.add(incarnation, [2]) });
};

const checkInWaiting: Damage = async event => {
  await onSeats({ checkedInCount: 1 })(event);
  await onPerson(2, { checkedInAt: at(1) })(event);
};

const fromQueue = seatSortKey(at(1), { userId: 'a', sortKey: queueSortKey(2) });
const loseUser: Damage = ({ userIds }) => remove(users.ref(String(userIds[1])));

const onDetails = (values: Partial<events.Item>): Damage => {
  return ({ eventId }) => alter(events.ref(eventId), values);
};

const deleteTooEarly: Damage = async event => {
  await onSeats({ registeredCount: 0 })(event);
  await setStatus(event.eventId, 'deleted');
};

const unlist: Damage = ({ eventId }) => transact({ details: events.unlist(eventId) });

const markDeleted: Damage = ({ eventId }) => transact({ seats: seatsLifecycle.markDeleted(eventId, at(1)) });

/** How an event with one seat and three people waiting is damaged, and what is found then, of which person. */
const DAMAGES: [Violation['rule'], detail: string, Damage, person?: number][] = [
  ['COUNTERS_COVER_ROWS', 'waitlistCount 2 for 3 waiting', onSeats({ waitlistCount: 2 })],
  ['COUNTERS_COVER_ROWS', 'registeredCount is 0 for 1', deleteTooEarly],
  ['COUNTERS_COVER_ROWS', 'waitlistCount 1 for 3 waiting', onSeats({ waitlistCount: 1 })],
  ['COUNTERS_EQUAL_ROWS', 'waitlistCount 4 for 3 waiting', onSeats({ waitlistCount: 4 })],
  ['COUNTERS_EQUAL_ROWS', 'with 0 and 0 open holds', onSeats({ registeredCount: 2 })],
  ['CHECK_INS_EQUAL_ROWS', 'checkedInCount is 1, for 0', onSeats({ checkedInCount: 1 })],
  ['CHECK_INS_EQUAL_ROWS', 'checkedInCount is 0, for 1', onPerson(0, { checkedInAt: at(1) })],
  ['CHECKED_IN_HAVE_SEATS', 'is waitlisted, and checked in', checkInWaiting, 2],
  ['CAPACITY_HOLDS', '1 are registered, for 0 seats', onSeats({ capacity: 0 })],
  ['FREE_SEATS_ARE_FILLED', 'the number of free seats is 2', onSeats({ capacity: 3 })],
  ['PLACES_FIT_REGISTRATIONS', 'is waitlisted, without a registration', loseRow, 1],
  ['PLACES_FIT_REGISTRATIONS', 'is waitlisted, unlike a registration', onRow(1, { registrationId: 'x' }), 1],
  ['COUNTERS_EQUAL_ROWS', 'waitlistCount 3 for 2 waiting', losePlace],
  ['DATES_FIT_EVENTS', 'is sorted at 2028-01-01#x', onRow(0, { dateEventId: '2028-01-01#x' }), 0],
  [
    'DATES_FIT_EVENTS',
    'have not followed to the date that was set at 2026',
    async event => {
      await alter(seats.ref(event.eventId), { redatedAt: '2026-01-01T00:00:00.000Z' });
      await sweepAll(event.eventId);
    },
  ],
  ['DEPARTED_ARE_GONE', 'waits with ticket 2, which departed', depart, 2],
  ['DEPARTED_ARE_GONE', 'waits with ticket 1, which departed', onSeats({ floor: 1 }), 1],
  ['QUEUES_ADD_UP', 'the number of tickets that stay 4', onSeats({ lastTicket: 4 })],
  ['TICKETS_ARE_UNIQUE', 'have one ticket, 2', sortedAt(0, fromQueue)],
  ['TICKETS_WERE_GIVEN', 'has ticket 9, and the last is 3', sortedAt(3, queueSortKey(9)), 3],
  [
    'SORT_KEYS_FIT_STATUS',
    'is waitlisted, sorted at 0#',
    async event =>
      onPerson(2, { part: seatPart(event.eventId, 0), sortKey: seatSortKey(at(1), { userId: 'a' }) })(event),
    2,
  ],
  ['SORT_KEYS_FIT_STATUS', 'is registered, sorted at 1#', sortedAt(0, queueSortKey(0)), 0],
  ['EVENTS_ARE_WHOLE', 'the one in Events is missing', ({ eventId }) => remove(events.ref(eventId))],
  ['EVENTS_ARE_WHOLE', 'the one in Seats is missing', ({ eventId }) => remove(seats.ref(eventId))],
  [
    'EVENTS_ARE_LISTED',
    'are 2027-05-01#',
    onSeats({ date: '2027-05-02', redatedAt: new Date().toISOString() }),
  ],
  ['EVENTS_ARE_LISTED', 'follow as 2027-05-01#', onDetails({ dateEventId: '2027-05-02#x' })],
  ['EVENTS_ARE_LISTED', 'are 2027-05-01#', onSeats({ status: 'completed' })],
  ['EVENTS_ARE_LISTED', 'cancelled#0, and follow', onDetails({ statusShard: 'cancelled#0' })],
  ['EVENTS_ARE_LISTED', 'none none, and follow', unlist],
  ['EVENTS_ARE_LISTED', 'none none', markDeleted],
  ['ROWS_HAVE_USERS', 'is waitlisted, but no user', loseUser, 1],
];

describe('an audit of one event', () => {
  // The audits run at once, since each one reads its event several times, with pauses.
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
    expect(report).toMatchObject({ eventsChecked: 1, violations: [violation] });
  });
});
