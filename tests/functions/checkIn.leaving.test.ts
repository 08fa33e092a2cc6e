import { marshall } from '@aws-sdk/util-dynamodb';
import { removeWithUser } from '../../lib/registrations/removeWithUser.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { answerOvertakenBy } from '../simulator/races.ts';
import { expectProblem } from '../support/api/expectations.ts';
import {
  checkIn,
  deleteEvent,
  deleteUser,
  expectPeople,
  getEvent,
  listEventHistory,
  recordHistory,
  removeDeletedUsers,
  settleEvents,
  stateOf,
  undoCheckIn,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { anEvent, anonymousIdOf, registeredUsers, stored } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';
import { violationsOf } from '../support/records/violations.ts';

const SENTENCE = 'User is checked in at this event: undo the check-in first';

describe('someone who is checked in', () => {
  test.each(['active', 'cancelled', 'completed'])('cannot leave, since they attended (%s)', async status => {
    const { eventId, userIds } = await aFullEvent(2);
    const [entered = '', waiting = ''] = userIds;
    await checkIn(eventId, entered);
    await updateEvent(eventId, { status });
    const before = await stateOf(eventId);
    expectProblem(await unregister(eventId, entered), 'ALREADY_CHECKED_IN', SENTENCE);
    expect(await stateOf(eventId)).toEqual(before);
    await expectPeople(eventId, [entered], [waiting]);
  });

  test('cannot leave when they are checked in right before their seat is passed on', async () => {
    const { eventId, userIds } = await aFullEvent(2);
    const [entered = '', waiting = ''] = userIds;
    const request = { path: { eventId, userId: entered } };
    const meanwhile = () => checkIn(eventId, entered);
    const answer = await answerOvertakenBy(meanwhile, 'unregisterFromEvent', request);
    expectProblem(answer, 'ALREADY_CHECKED_IN', SENTENCE);
    await expectPeople(eventId, [entered], [waiting]);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test.each([1, 2])('cannot leave after %i conflicts with other transactions', async conflicts => {
    const { eventId, userIds } = await aFullEvent(2);
    const [entered = '', waiting = ''] = userIds;
    await checkIn(eventId, entered);
    const row = await stored(registrations.ref(eventId, entered));
    const Item = marshall(row);
    const cancelled = [
      { Code: 'TransactionConflict' },
      { Code: 'ConditionalCheckFailed', Item },
      { Code: 'None' },
    ];
    const faults = { TransactWriteItems: Array(conflicts).fill({ cancelled }) };
    const request = { path: { eventId, userId: entered } };
    const { answer } = await answerWith('unregisterFromEvent', request, faults);
    expectProblem(answer, 'ALREADY_CHECKED_IN', SENTENCE);
    await expectPeople(eventId, [entered], [waiting]);
    expect(await stored(registrations.ref(eventId, entered))).toEqual(row);
  });

  test('leaves with their deletion, and their seat goes to the head of the queue', async () => {
    const { eventId, userIds } = await aFullEvent(3);
    const [entered = '', head = '', next = ''] = userIds;
    await checkIn(eventId, entered);
    await deleteUser(entered);
    await removeDeletedUsers();
    await expectPeople(eventId, [head], [next]);
    expect((await getEvent(eventId)).body.checkedInCount).toBe(0);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('also leaves with a deletion that read their registration before the check-in', async () => {
    const { eventId, userIds } = await aFullEvent(2);
    const [entered = '', head = ''] = userIds;
    const before = await stored(registrations.ref(eventId, entered));
    await checkIn(eventId, entered);
    await deleteUser(entered);
    await removeWithUser(before as registrations.Item, await anonymousIdOf(entered));
    await expectPeople(eventId, [head], []);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('leaves with a deletion that read their registration before the undo', async () => {
    const { eventId, userIds } = await aFullEvent(1);
    const [entered = ''] = userIds;
    await checkIn(eventId, entered);
    const before = await stored(registrations.ref(eventId, entered));
    await undoCheckIn(eventId, entered);
    await deleteUser(entered);
    await removeWithUser(before as registrations.Item, await anonymousIdOf(entered));
    await expectPeople(eventId, [], []);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('frees their seat with their deletion when nobody waits', async () => {
    const eventId = await anEvent();
    const [entered = '', other = ''] = await registeredUsers(eventId, 2);
    for (const userId of [entered, other]) await checkIn(eventId, userId);
    await deleteUser(entered);
    await removeDeletedUsers();
    await expectPeople(eventId, [other], []);
    expect((await getEvent(eventId)).body.checkedInCount).toBe(1);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('is removed with a deleted event, whose id is then free', async () => {
    const { eventId, userIds } = await aFullEvent(2);
    await checkIn(eventId, String(userIds[0]));
    await deleteEvent(eventId);
    await settleEvents();
    expect(await anEvent({ eventId })).toBe(eventId);
    expect((await getEvent(eventId)).body).toMatchObject({ registeredCount: 0, checkedInCount: 0 });
    expect(await violationsOf(eventId)).toEqual([]);
  });
});

test('each check-in adds an entry to the history, and so does its undo', async () => {
  const { eventId, userIds } = await aFullEvent(1);
  const [userId = ''] = userIds;
  await checkIn(eventId, userId);
  await undoCheckIn(eventId, userId);
  await checkIn(eventId, userId);
  await recordHistory();
  const { body } = await listEventHistory(eventId);
  expect(body.map(({ change }: { change: string }) => change)).toEqual([
    ...['checked_in', 'check_in_undone', 'checked_in', 'registered'],
  ]);
});
