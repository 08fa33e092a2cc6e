import { randomUUID } from 'node:crypto';
import {
  newEvent,
  newEventOnceFree,
  newUsers,
  noticesOf,
  register,
  send,
  succeed,
  unregister,
} from '../support/api/client.ts';
import { TIMESTAMP } from '../support/api/expectations.ts';
import { distinct } from '../support/servers/distinctNotices.ts';
import { until } from '../support/servers/processes.ts';
import { FLAKY, REFUSALS, type Received } from '../support/servers/webhookReceiver.ts';

const TITLE = 'TypeScript night';

let eventId: string;
let people: string[];
/** The notices that the receiver accepted, each once. */
let notices: Received[];

const summaryOf = ({ type, data }: Received) => [type, data.registration?.userId].filter(Boolean).join(' ');

/** Everything happens that has a notice. Returns the expected notices. */
async function story(): Promise<string[]> {
  const [ada = '', ben = '', cleo = ''] = people;
  const change = (fields: object) => succeed('PUT', `/events/${eventId}`, fields);
  for (const userId of people) await register(eventId, userId);
  await unregister(eventId, ada);
  for (const method of ['POST', 'POST', 'DELETE']) {
    await succeed(method, `/events/${eventId}/registrations/${ben}/check-in`);
  }
  await change({ title: TITLE });
  await change({ status: 'cancelled' });
  await until(
    async () =>
      (await noticesOf(eventId)).filter(({ type }) => type === 'registration.event_cancelled').length >= 2,
  );
  await change({ status: 'completed' });
  await change({ status: 'active' });
  await send('DELETE', `/events/${eventId}`);
  await newEventOnceFree(eventId);
  return [
    `registration.registered ${ada}`,
    `registration.waitlisted ${ben}`,
    `registration.waitlisted ${cleo}`,
    `registration.unregistered ${ada}`,
    `registration.promoted ${ben}`,
    `registration.checked_in ${ben}`,
    `registration.check_in_undone ${ben}`,
    'event.updated',
    'event.cancelled',
    `registration.event_cancelled ${ben}`,
    `registration.event_cancelled ${cleo}`,
    'event.completed',
    'event.reactivated',
    'event.deleted',
    `registration.removed ${ben}`,
    `registration.removed ${cleo}`,
  ];
}

let expected: string[];

beforeAll(async () => {
  eventId = `${FLAKY}${randomUUID()}`;
  people = await newUsers(3);
  await newEvent({ eventId, capacity: 1 });
  expected = await story();
  await until(async () => distinct(await noticesOf(eventId)).length >= expected.length);
  notices = distinct(await noticesOf(eventId));
}, 120_000);

const noticeOf = (summary: string) => notices.find(notice => summaryOf(notice) === summary);

test('a receiver that refuses each notice twice gets every notice, and no others', () => {
  expect(notices.map(summaryOf).sort()).toEqual(expected.toSorted());
  for (const { tries, timestamp } of notices) {
    expect(tries).toBeGreaterThan(REFUSALS);
    expect(timestamp).toMatch(TIMESTAMP);
  }
});

test('a notice of a registration has the event, the registration as it was then, and the cause', () => {
  const [ada = '', ben = ''] = people;
  for (const [summary, status, cause] of [
    [`registration.registered ${ada}`, 'registered', 'request'],
    [`registration.waitlisted ${ben}`, 'waitlisted', 'request'],
    [`registration.promoted ${ben}`, 'registered', 'vacancy'],
    [`registration.unregistered ${ada}`, 'registered', 'request'],
    [`registration.removed ${ben}`, 'registered', 'event_deleted'],
  ] as const) {
    expect(noticeOf(summary)).toMatchObject({
      timestamp: expect.stringMatching(TIMESTAMP),
      data: { event: { eventId }, registration: { eventId, status }, cause },
    });
  }
  expect(noticeOf(`registration.removed ${ben}`)?.data.event).toMatchObject({ title: TITLE });
});

test('a notice of a check-in has its time, and one of its undoing has none', () => {
  const [, ben = ''] = people;
  const entered = noticeOf(`registration.checked_in ${ben}`);
  const { checkedInAt } = entered?.data.registration ?? {};
  expect(checkedInAt).toMatch(TIMESTAMP);
  const undone = noticeOf(`registration.check_in_undone ${ben}`);
  expect(undone?.data).toMatchObject({ registration: { userId: ben, checkedInAt: null }, cause: 'request' });
  const times = [entered, undone].map(notice => notice?.timestamp ?? '');
  expect(times).toEqual([...new Set(times)].sort());
});

test('people with a seat and people who wait have a notice of the cancellation, with the event', () => {
  const [, ben = '', cleo = ''] = people;
  expect(noticeOf('event.cancelled')?.data.event).toMatchObject({ status: 'cancelled', title: TITLE });
  for (const [userId, status] of [
    [ben, 'registered'],
    [cleo, 'waitlisted'],
  ] as const) {
    expect(noticeOf(`registration.event_cancelled ${userId}`)?.data).toMatchObject({
      event: { eventId, title: TITLE, status: 'cancelled' },
      registration: { userId, eventId, status },
    });
  }
});

test('a deletion has a higher version than every edit', () => {
  const versions = notices
    .filter(({ type }) => type.startsWith('event.'))
    .map(({ data }): number => data.event.version);
  expect(versions.every(version => Number.isSafeInteger(version))).toBe(true);
  expect(noticeOf('event.deleted')?.data.event.version).toBe(Math.max(...versions));
  expect(new Set(versions).size).toBe(versions.length);
});

test('a notice of changed texts has the previous texts', () => {
  expect(noticeOf('event.updated')?.data).toEqual({
    event: expect.objectContaining({ eventId, title: TITLE }),
    previous: { title: 'TypeScript evening' },
  });
});
