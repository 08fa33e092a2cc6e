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
import { until } from '../support/servers/processes.ts';
import { FLAKY, REFUSALS, type Received } from '../support/servers/webhookReceiver.ts';

const TITLE = 'TypeScript night';

let eventId: string;
let people: string[];
/** The notices that the receiver accepted, each once. */
let notices: Received[];

const newsOf = ({ type, data }: Received) => [type, data.registration?.userId].filter(Boolean).join(' ');

const distinct = (received: Received[]) => [...new Map(received.map(notice => [notice.id, notice])).values()];

/** A story in which everything happens that there is a notice of, and what has to be told of it. */
async function story(): Promise<string[]> {
  const [ada = '', ben = '', cleo = ''] = people;
  const change = (fields: object) => succeed('PUT', `/events/${eventId}`, fields);
  for (const userId of people) await register(eventId, userId);
  await unregister(eventId, ada);
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

const noticeOf = (news: string) => notices.find(notice => newsOf(notice) === news);

test('a receiver that refuses each notice twice gets all of them, of every type, and no other', () => {
  expect(notices.map(newsOf).sort()).toEqual(expected.toSorted());
  for (const { tries, timestamp } of notices) {
    expect(tries).toBeGreaterThan(REFUSALS);
    expect(timestamp).toMatch(TIMESTAMP);
  }
});

test('a notice about a registration carries the event, the registration as it was then, and the cause', () => {
  const [ada = '', ben = ''] = people;
  for (const [news, status, cause] of [
    [`registration.registered ${ada}`, 'registered', 'request'],
    [`registration.waitlisted ${ben}`, 'waitlisted', 'request'],
    [`registration.promoted ${ben}`, 'registered', 'vacancy'],
    [`registration.unregistered ${ada}`, 'registered', 'request'],
    [`registration.removed ${ben}`, 'registered', 'event_deleted'],
  ] as const) {
    expect(noticeOf(news)).toMatchObject({
      timestamp: expect.stringMatching(TIMESTAMP),
      data: { event: { eventId }, registration: { eventId, status }, cause },
    });
  }
  expect(noticeOf(`registration.removed ${ben}`)?.data.event).toMatchObject({ title: TITLE });
});

test('a notice of a cancellation tells those who have a seat and those who wait which event it is', () => {
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

test('a deletion has a version above every edit that was told', () => {
  const versions = notices
    .filter(({ type }) => type.startsWith('event.'))
    .map(({ data }): number => data.event.version);
  expect(versions.every(version => Number.isSafeInteger(version))).toBe(true);
  expect(noticeOf('event.deleted')?.data.event.version).toBe(Math.max(...versions));
  expect(new Set(versions).size).toBe(versions.length);
});

test('a notice of a change of texts says what they were', () => {
  expect(noticeOf('event.updated')?.data).toEqual({
    event: expect.objectContaining({ eventId, title: TITLE }),
    previous: { title: 'TypeScript evening' },
  });
});

/** The notices of an event in the order that the README tells receivers. */
const inOrder = (received: Received[]) =>
  received.toSorted(
    (a, b) => a.data.event.version - b.data.event.version || (a.timestamp < b.timestamp ? -1 : 1),
  );

test('whatever the order in which they arrive, notices sorted by version and time end with what is true', async () => {
  const changed = await newEvent({ title: 'A' });
  const edits = [
    { status: 'cancelled' },
    { status: 'active', title: 'B' },
    { status: 'completed', date: '2031-01-01' },
    { status: 'cancelled', title: 'C', location: 'There', date: '2032-01-01' },
    { status: 'active' },
    { title: 'D', date: '2033-01-01' },
  ];
  const answers = [];
  for (const edit of edits) answers.push(await succeed('PUT', `/events/${changed}`, edit));
  await until(async () => distinct(await noticesOf(changed)).length >= 9);
  const arrived = distinct(await noticesOf(changed));
  const told = inOrder(arrived);
  const eventsOf = (notices: Received[]) => notices.map(({ data }) => data.event);
  expect(eventsOf(inOrder(arrived.toReversed()))).toEqual(eventsOf(told));
  expect(told.filter(({ type }) => type === 'event.updated').map(({ data }) => data.previous)).toEqual([
    { title: 'A' },
    { date: '2027-05-01' },
    { date: '2031-01-01', title: 'B', location: 'Town hall' },
    { date: '2032-01-01', title: 'C' },
  ]);
  // Each edit has its version, and what is told of it is the event as it was then.
  const byVersion = [...Map.groupBy(told, ({ data }) => data.event.version).values()];
  expect(byVersion.map(([first]) => first?.data.event)).toMatchObject(answers);
  for (const notices of byVersion) expect(new Set(notices.map(({ timestamp }) => timestamp)).size).toBe(1);
  expect(told.at(-1)?.data.event).toMatchObject(await succeed('GET', `/events/${changed}`));
});

test('a cancellation of a crowd is told to each of them', async () => {
  const crowd = await newUsers(120);
  const crowded = await newEvent({ capacity: 40 });
  for (const userId of crowd) await register(crowded, userId);
  await succeed('PUT', `/events/${crowded}`, { status: 'cancelled' });
  const told = async () =>
    (await noticesOf(crowded)).filter(({ type }) => type === 'registration.event_cancelled');
  await until(async () => distinct(await told()).length >= crowd.length);
  expect(
    distinct(await told())
      .map(({ data }) => data.registration.userId)
      .sort(),
  ).toEqual(crowd.sort());
});
