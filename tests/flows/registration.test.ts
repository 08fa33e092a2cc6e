import { randomUUID } from 'node:crypto';
import { eventBody } from '../helpers/bodies.ts';
import { expectSoundEvent, listAll, newUsers, send, succeed } from '../helpers/client.ts';
import { until } from '../helpers/processes.ts';

describe.each(['registrations', 'register'])('two seats and three people, through /%s', spelling => {
  const eventId = `evening-${randomUUID()}`;
  const people = ['ada', 'ben', 'cleo'].map(name => `${name}-${randomUUID()}`);
  const [ada = '', ben = '', cleo = ''] = people;
  const path = (userId = '') => `/events/${eventId}/${spelling}${userId && `/${userId}`}`;
  const rows = async () =>
    (await listAll(`/events/${eventId}/registrations`)).map(({ userId, status, waitlistPosition }) => [
      userId,
      status,
      waitlistPosition,
    ]);

  test('the event and the people keep the ids that they chose', async () => {
    const event = await send('POST', '/events', eventBody({ eventId, capacity: 2 }));
    expect(event).toMatchObject({
      status: 201,
      headers: { location: `/events/${eventId}` },
      body: { eventId },
    });
    for (const userId of people) {
      const user = await send('POST', '/users', { userId, name: userId });
      expect(user).toMatchObject({
        status: 201,
        headers: { location: `/users/${userId}` },
        body: { userId },
      });
    }
  });

  test('two get a seat and the third queues', async () => {
    const answers = [];
    for (const userId of people) answers.push((await send('POST', path(), { userId })).body);
    expect(answers.map(({ message }) => message)).toEqual([
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
    const details = [];
    for (const userId of [ada, cleo]) details.push((await send('POST', path(), { userId })).body.detail);
    expect(details).toEqual([
      'User is already registered for this event',
      'User is already on the waitlist at position 1',
    ]);
  });

  test('the seat of the one who leaves goes to the one who waits', async () => {
    expect((await send('DELETE', path(ada))).body).toEqual({
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
    expect((await send('POST', path(), { userId: ada })).body).toMatchObject({ waitlistPosition: 1 });
    expect((await send('DELETE', path(ada))).body).toEqual({ message: 'Successfully removed from waitlist' });
    await expectSoundEvent(eventId);
  });

  test('each person sees their event, and the event goes with its registrations', async () => {
    expect(await listAll(`/users/${cleo}/registrations`)).toMatchObject([
      {
        registration: { userId: cleo, status: 'registered' },
        event: { eventId, registeredCount: 2, isFull: true },
      },
    ]);
    expect((await send('DELETE', `/events/${eventId}`)).status).toBe(204);
    for (const gone of [`/events/${eventId}`, `/events/${eventId}/registrations`]) {
      expect((await send('GET', gone)).body.detail).toBe('Event not found');
    }
    expect(await listAll(`/users/${cleo}/registrations`)).toEqual([]);
  });
});

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
