import { randomUUID } from 'node:crypto';
import { eventBody } from '../support/api/bodies.ts';
import { expectSoundEvent, listAll, newUsers, succeed } from '../support/api/client.ts';
import { client } from '../support/api/typedClient.ts';
import { until } from '../support/servers/processes.ts';

/** Both routes to each of them. */
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

describe.each(Object.entries(SPELLINGS))(
  'two seats and three people, through /%s, by a typed client',
  (_spelling, { register, unregister }) => {
    const eventId = `evening-${randomUUID()}`;
    const people = ['ada', 'ben', 'cleo'].map(name => `${name}-${randomUUID()}`);
    const [ada = '', ben = '', cleo = ''] = people;
    const params = { path: { eventId } };
    const registers = (userId: string) => register(eventId, userId);
    const leaves = (userId: string) => unregister(eventId, userId);
    const rows = async () => {
      const { data = [] } = await client.GET('/events/{eventId}/registrations', { params });
      return data.map(({ userId, status, waitlistPosition }) => [userId, status, waitlistPosition]);
    };

    test('the event and the people keep the ids that they chose', async () => {
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
    });

    test('two get a seat and the third queues', async () => {
      const messages = [];
      for (const userId of people) messages.push((await registers(userId)).data?.message);
      expect(messages).toEqual([
        'Successfully registered for event',
        'Successfully registered for event',
        'Event is full. Added to waitlist at position 1',
      ]);
      expect(await rows()).toEqual([
        [ada, 'registered', null],
        [ben, 'registered', null],
        [cleo, 'waitlisted', 1],
      ]);
      await expectSoundEvent(eventId);
    });

    test('nobody registers twice', async () => {
      const problems = [];
      for (const userId of [ada, cleo]) problems.push((await registers(userId)).error);
      expect(problems.map(problem => [problem?.code, problem?.detail])).toEqual([
        ['ALREADY_REGISTERED', 'User is already registered for this event'],
        ['ALREADY_WAITLISTED', 'User is already on the waitlist at position 1'],
      ]);
    });

    test('the seat of the one who leaves goes to the one who waits', async () => {
      expect((await leaves(ada)).data).toEqual({
        message: 'Successfully unregistered from event',
        promotedUser: cleo,
      });
      expect(await rows()).toEqual([
        [ben, 'registered', null],
        [cleo, 'registered', null],
      ]);
      await expectSoundEvent(eventId);
    });

    test('who comes back queues again, and may leave the queue', async () => {
      expect((await registers(ada)).data).toMatchObject({ waitlistPosition: 1 });
      expect((await leaves(ada)).data).toEqual({ message: 'Successfully removed from waitlist' });
      await expectSoundEvent(eventId);
    });

    test('each person sees their event, and the event goes with its registrations', async () => {
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
        expect((await client.GET(url, { params })).error?.code).toBe('EVENT_NOT_FOUND');
      }
      expect((await listOfCleo()).data).toEqual([]);
    });
  },
);

test('a list of more than a page is followed through its links: every item once, in order', async () => {
  const days = Array.from({ length: 12 }, (_, n) => `2031-01-${String(((n * 5) % 12) + 1).padStart(2, '0')}`);
  for (const date of days) await succeed('POST', '/events', eventBody({ date }));
  const events = await listAll('/events?from=2031-01-01&to=2031-01-31&limit=5');
  expect(events.map(({ date }) => date)).toEqual([...days].sort());
  const userIds = await newUsers(7);
  const listed = (await listAll('/users?limit=3')).map(({ userId }) => userId);
  expect(new Set(listed).size).toBe(listed.length);
  expect(listed).toEqual(expect.arrayContaining(userIds));
});

describe('raising the capacity over a long queue', () => {
  test('promotes as many as fit, in order, more than one transaction holds: those of one before the answer', async () => {
    const eventId = (await succeed('POST', '/events', eventBody({ capacity: 1 }))).eventId;
    const userIds = await newUsers(130);
    for (const userId of userIds) await succeed('POST', `/events/${eventId}/register`, { userId });
    const { registeredCount } = await succeed('PUT', `/events/${eventId}`, { capacity: 121 });
    expect(registeredCount).toBeGreaterThanOrEqual(100);
    await until(async () => (await succeed('GET', `/events/${eventId}`)).registeredCount === 121);
    const rows = await listAll(`/events/${eventId}/registrations?status=registered`);
    expect(rows.map(({ userId }) => userId)).toEqual(userIds.slice(0, 121));
    await expectSoundEvent(eventId);
  });
});
