import { eventBody } from '../support/api/bodies.ts';
import {
  expectSoundEvent,
  forEach,
  listAll,
  newEvent,
  newEventOnceFree,
  newUsers,
  register,
  send,
  succeed,
  unregister,
} from '../support/api/client.ts';
import { until } from '../support/servers/processes.ts';

const QUEUE = 2000;
const CAPACITY = 1800;

/** The event of all tests. It begins with one seat and a queue of 2,000 people. */
let eventId: string;
/** The people at the event, in the order in which they get seats. */
let people: string[];

const event = () => succeed('GET', `/events/${eventId}`);

const idsOf = async (query = '') =>
  (await listAll(`/events/${eventId}/registrations${query}`)).map(({ userId }) => userId);

beforeAll(async () => {
  eventId = await newEvent({ capacity: 1 });
  const userIds = await newUsers(QUEUE + 1);
  await forEach(userIds, 2, async userId => {
    expect(await register(eventId, userId)).toMatchObject({ status: 201 });
  });
  people = await idsOf();
  expect(people).toHaveLength(QUEUE + 1);
}, 300_000);

test('a raised capacity is answered before all of 2,000 people have their seats, which they get in order while others join the queue and leave', async () => {
  const [seated = '', next = '', last = ''] = [people[0], people[500], people[QUEUE]];
  const leavers = [seated, next, last];
  const latecomers = await newUsers(3);
  const stay = [...people, ...latecomers].filter(userId => !leavers.includes(userId));

  const answer = await succeed('PUT', `/events/${eventId}`, { capacity: CAPACITY });
  expect(answer.registeredCount).toBeLessThan(CAPACITY / 2);
  for (const userId of latecomers) {
    expect(await register(eventId, userId)).toMatchObject({ status: 201, body: { status: 'waitlisted' } });
  }
  expect(await event()).toMatchObject({ isFull: false });
  for (const userId of leavers) expect(await unregister(eventId, userId)).toMatchObject({ status: 200 });
  const { registeredCount: before } = await event();
  const promoted = (await idsOf('?status=registered')).filter(userId => !leavers.includes(userId));
  expect(promoted.slice(0, before)).toEqual(stay.slice(0, before));
  // The lanes of the list are read one a moment after another, and somebody who is promoted meanwhile may be missing.
  expect(promoted).toEqual(stay.filter(userId => promoted.includes(userId)));

  const counts = [before];
  await until(async () => {
    const { registeredCount } = await event();
    counts.push(registeredCount);
    return registeredCount >= CAPACITY;
  });
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(await event()).toMatchObject({ registeredCount: CAPACITY, waitlistCount: QUEUE + 1 - CAPACITY });
  expect(await idsOf()).toEqual(stay);
  await expectSoundEvent(eventId);
  people = stay;
});

test('no reader finds an event of 2,000 people after its deletion, its id is refused until its registrations are removed, and the next event with the id is empty', async () => {
  const [userId = ''] = people;
  expect((await send('DELETE', `/events/${eventId}`)).status).toBe(204);
  const body = eventBody({ eventId });
  expect(await send('POST', '/events', body)).toMatchObject({ body: { code: 'EVENT_BEING_DELETED' } });
  for (const answer of [
    await send('GET', `/events/${eventId}`),
    await send('GET', `/events/${eventId}/registrations`),
    await send('PUT', `/events/${eventId}`, { capacity: 3000 }),
    await send('DELETE', `/events/${eventId}`),
    await register(eventId, userId),
    await unregister(eventId, userId),
  ]) {
    expect(answer).toMatchObject({ status: 404, body: { code: 'EVENT_NOT_FOUND' } });
  }
  expect(await listAll(`/users/${userId}/registrations`)).toEqual([]);

  const history = () => listAll(`/events/${eventId}/history`);
  const removals = async () => (await history()).filter(({ change }) => change === 'removed');
  await until(async () => (await removals()).length >= people.length);
  const removed = await removals();
  expect(removed.map(({ userId }) => userId).sort()).toEqual([...people].sort());
  expect(new Set(removed.map(({ cause }) => cause))).toEqual(new Set(['event_deleted']));
  await newEventOnceFree(eventId);
  expect(await event()).toMatchObject({ registeredCount: 0, waitlistCount: 0 });
  expect(await idsOf()).toEqual([]);
  expect(await history()).toEqual([]);
  expect(await register(eventId, userId)).toMatchObject({ status: 201, body: { status: 'registered' } });
  await expectSoundEvent(eventId);
});
