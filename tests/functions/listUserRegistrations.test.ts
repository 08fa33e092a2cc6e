import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/listUserRegistrations.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectAnswer, expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import {
  deleteEvent,
  deleteUser,
  listUserRegistrations,
  register,
  stateOf,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { expectToPage, testBadPages } from '../support/api/pages.ts';
import { cursorsBesides } from '../support/api/rules/cursors.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';

type Item = {
  event: { eventId: string };
  registration: { eventId: string; waitlistPosition: number | null };
};
const idsIn = ({ body }: Answer): string[] => body.map(({ event }: Item) => event.eventId);

/** Someone who registers for an event on each of these days, and the ids of those events. */
async function visitor(...dates: string[]): Promise<{ userId: string; eventIds: string[] }> {
  const userId = await aUser();
  const eventIds = await Promise.all(dates.map(date => anEvent({ date })));
  for (const eventId of eventIds) await register(eventId, userId);
  return { userId, eventIds };
}

describe('200', () => {
  test('answers an empty array to someone without registrations', async () => {
    expectAnswer(await listUserRegistrations(await aUser()), 200, []);
  });

  test('answers each registration with its event, as they are when read alone', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [seat = '', waits = ''] = await registeredUsers(eventId, 2);
    const { event, registrations } = await stateOf(eventId);
    expectAnswer(await listUserRegistrations(seat), 200, [{ registration: registrations[0], event }]);
    expectAnswer(await listUserRegistrations(waits), 200, [{ registration: registrations[1], event }]);
  });

  test('sorts by the date of the event, earliest first, whatever the order of registering', async () => {
    const { userId, eventIds } = await visitor('2030-12-31', '2001-01-01', '2030-06-15');
    const [last = '', first = '', middle = ''] = eventIds;
    expect(idsIn(await listUserRegistrations(userId))).toEqual([first, middle, last]);
    await updateEvent(first, { date: '2031-01-01' });
    expect(idsIn(await listUserRegistrations(userId))).toEqual([middle, last, first]);
  });

  test('shows the current position in each queue', async () => {
    const [userId, eventIds] = [
      await aUser(),
      [await anEvent({ capacity: 1 }), await anEvent({ capacity: 1 })],
    ];
    const [near = '', far = ''] = eventIds;
    const [seat = ''] = await registeredUsers(near, 1);
    await registeredUsers(far, 3);
    await register(near, userId);
    await register(far, userId);
    const positions = async () => {
      const items: Item[] = (await listUserRegistrations(userId)).body;
      return Object.fromEntries(
        items.map(({ registration }) => [registration.eventId, registration.waitlistPosition]),
      );
    };
    expect(await positions()).toEqual({ [near]: 1, [far]: 3 });
    await unregister(near, seat);
    expect(await positions()).toEqual({ [near]: null, [far]: 3 });
  });

  test('shows nobody else’s registrations, and none that were cancelled', async () => {
    const { userId, eventIds } = await visitor('2027-01-01', '2027-01-02');
    const [left = '', kept = ''] = eventIds;
    await registeredUsers(kept, 1);
    await unregister(left, userId);
    const { body } = await listUserRegistrations(userId);
    expect(body).toHaveLength(1);
    expect(body[0].registration).toMatchObject({ userId, eventId: kept });
  });

  test('leaves out an event that is being deleted', async () => {
    const { userId, eventIds } = await visitor('2027-01-01', '2027-01-02');
    const [deleted = '', kept] = eventIds;
    await deleteEvent(deleted);
    expect(idsIn(await listUserRegistrations(userId))).toEqual([kept]);
  });

  test('visits every registration once when the links are followed', async () => {
    const days = ['01-01', '01-01', '01-01', '02-01', '02-01', '12-31'];
    const { userId, eventIds } = await visitor(...days.map(day => `2027-${day}`));
    const ids = idsIn(await listUserRegistrations(userId));
    expect([...ids].sort()).toEqual([...eventIds].sort());
    const request = { path: { userId }, rawPath: `/users/${userId}/registrations` };
    await expectToPage(handler, request, ids, ({ event }) => event.eventId);
  });

  test('costs two calls, and one count more for each queue that they wait in', async () => {
    const { userId } = await visitor('2027-01-01', '2027-01-02');
    const list = () => callsOf(() => listUserRegistrations(userId));
    expect(await list()).toEqual(['Query', 'BatchGetItem']);
    for (const counts of [['Query'], ['Query', 'Query']]) {
      const full = await anEvent({ capacity: 1 });
      await registeredUsers(full, 1);
      await register(full, userId);
      expect(await list()).toEqual(['Query', 'BatchGetItem', ...counts]);
    }
  });
});

describe('404', () => {
  test('comes for an unknown user', async () => {
    expectProblem(await listUserRegistrations(randomUUID()), 'USER_NOT_FOUND', 'User not found');
  });

  test('comes for a user whose registrations are still being removed', async () => {
    const { userId } = await visitor('2027-01-01', '2027-01-02');
    await deleteUser(userId);
    expectProblem(await listUserRegistrations(userId), 'USER_NOT_FOUND', 'User not found');
  });
});

describe('422', () => {
  test('lists the broken rules of the path and the query at once', async () => {
    const answer = await listUserRegistrations('a b', { limit: '0', cursor: '!' });
    expectBrokenRules(answer, ['/path/userId', '/query/limit', '/query/cursor']);
  });

  testBadPages(handler, { path: { userId: 'some-user' } }, cursorsBesides('the registrations of a user'));
});
