import { randomUUID } from 'node:crypto';
import { eventBody } from '../support/api/bodies.ts';
import { expectSoundEvent, listAll, newUsers, succeed } from '../support/api/client.ts';
import { client } from '../support/api/typedClient.ts';
import { until } from '../support/servers/processes.ts';

/** The routes that mean the same. */
const SPELLINGS = {
  registrations: {
    register: (eventId: string, userId: string) =>
      client.POST('/events/{eventId}/registrations', { params: { path: { eventId } }, body: { userId } }),
    unregister: (eventId: string, userId: string) =>
      client.DELETE('/events/{eventId}/registrations/{userId}', { params: { path: { eventId, userId } } }),
  },
  register: {
    register: (eventId: string, userId: string) =>
      client.POST('/events/{eventId}/register', { params: { path: { eventId } }, body: { userId } }),
    unregister: (eventId: string, userId: string) =>
      client.DELETE('/events/{eventId}/register/{userId}', { params: { path: { eventId, userId } } }),
  },
};

/** Two seats and three people, in each of the two spellings. */
const stories = Object.entries(SPELLINGS).map(([spelling, { register, unregister }]) => {
  const eventId = `evening-${randomUUID()}`;
  const [ada, ben, cleo] = [`ada-${randomUUID()}`, `ben-${randomUUID()}`, `cleo-${randomUUID()}`] as const;
  return {
    spelling: `/${spelling}`,
    eventId,
    people: [ada, ben, cleo],
    ada,
    ben,
    cleo,
    params: { path: { eventId } },
    register: (userId: string) => register(eventId, userId),
    unregister: (userId: string) => unregister(eventId, userId),
  };
});

async function rowsOf({ params }: (typeof stories)[number]) {
  const { data = [] } = await client.GET('/events/{eventId}/registrations', { params });
  return data.map(({ userId, status, waitlistPosition }) => [userId, status, waitlistPosition]);
}

test.each(stories)(
  'an event and people have the ids that they choose, by $spelling',
  async ({ eventId, people }) => {
    const event = await client.POST('/events', { body: eventBody({ eventId, capacity: 2 }) });
    expect(event.response.status).toBe(201);
    expect(event.response.headers.get('location')).toBe(`events/${eventId}`);
    expect(event.data?.eventId).toBe(eventId);
    for (const userId of people) {
      const user = await client.POST('/users', { body: { userId, name: userId } });
      expect(user.response.status).toBe(201);
      expect(user.response.headers.get('location')).toBe(`users/${userId}`);
      const read = await client.GET('/users/{userId}', { params: { path: { userId } } });
      expect(read.data).toEqual(user.data);
    }
  },
);

test.each(stories)('two people get a seat and the third one waits, by $spelling', async story => {
  const { eventId, people, ada, ben, cleo, register } = story;
  const messages = [];
  for (const userId of people) messages.push((await register(userId)).data?.message);
  expect(messages).toEqual([
    'Successfully registered for event',
    'Successfully registered for event',
    'Event is full. Added to waitlist at position 1',
  ]);
  expect(await rowsOf(story)).toEqual([
    [ada, 'registered', null],
    [ben, 'registered', null],
    [cleo, 'waitlisted', 1],
  ]);
  await expectSoundEvent(eventId);
});

test.each(stories)('nobody registers twice, by $spelling', async ({ ada, cleo, register }) => {
  const problems = [];
  for (const userId of [ada, cleo]) problems.push((await register(userId)).error);
  expect(problems).toMatchObject([
    { code: 'ALREADY_REGISTERED', detail: 'User is already registered for this event' },
    { code: 'ALREADY_WAITLISTED', detail: 'User is already on the waitlist at position 1' },
  ]);
});

test.each(stories)('a seat that becomes free goes to the person who waits, by $spelling', async story => {
  const { eventId, ada, ben, cleo, unregister } = story;
  expect((await unregister(ada)).data).toEqual({
    message: 'Successfully unregistered from event',
    promotedUser: cleo,
  });
  expect(await rowsOf(story)).toEqual([
    [ben, 'registered', null],
    [cleo, 'registered', null],
  ]);
  await expectSoundEvent(eventId);
});

test.each(stories)(
  'a person who returns joins the queue again, and can leave it, by $spelling',
  async ({ eventId, ada, register, unregister }) => {
    expect((await register(ada)).data).toMatchObject({ waitlistPosition: 1 });
    expect((await unregister(ada)).data).toEqual({ message: 'Successfully removed from waitlist' });
    await expectSoundEvent(eventId);
  },
);

test.each(stories)(
  'a person sees their event, and its registrations are deleted with it, by $spelling',
  async ({ eventId, cleo, params }) => {
    const listOfCleo = () =>
      client.GET('/users/{userId}/registrations', { params: { path: { userId: cleo } } });
    expect((await listOfCleo()).data).toMatchObject([
      {
        registration: { userId: cleo, status: 'registered' },
        event: { eventId, registeredCount: 2, isFull: true },
      },
    ]);
    const { response } = await client.GET('/events/{eventId}', { params });
    const header = { 'If-Match': response.headers.get('etag') ?? '' };
    const removed = await client.DELETE('/events/{eventId}', { params: { ...params, header } });
    expect(removed.response.status).toBe(204);
    for (const url of ['/events/{eventId}', '/events/{eventId}/registrations'] as const) {
      expect((await client.GET(url, { params })).error).toMatchObject({ code: 'EVENT_NOT_FOUND' });
    }
    expect((await listOfCleo()).data).toEqual([]);
  },
);
describe('raising the capacity over a long queue', () => {
  test('promotes as many people as fit, in order, and those of one transaction before the answer', async () => {
    const eventId = (await succeed('POST', '/events', eventBody({ capacity: 1 }))).eventId;
    const userIds = await newUsers(130);
    for (const userId of userIds) await succeed('POST', `/events/${eventId}/register`, { userId });
    const { registeredCount } = await succeed('PUT', `/events/${eventId}`, { capacity: 121 });
    expect(registeredCount).toBeGreaterThanOrEqual(33);
    await until(async () => (await succeed('GET', `/events/${eventId}`)).registeredCount === 121);
    const rows = await listAll(`/events/${eventId}/registrations?status=registered`);
    expect(rows.map(({ userId }) => userId)).toEqual(userIds.slice(0, 121));
    await expectSoundEvent(eventId);
  });
});
