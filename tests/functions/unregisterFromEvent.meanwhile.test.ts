import { expectAnswer, expectProblem } from '../support/api/expectations.ts';
import {
  checkIn,
  deleteEvent,
  deleteUser,
  register,
  removeDeletedUsers,
  settleEvents,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { expectSound } from '../support/records/holds.ts';
import { askingAt, leaveInCrowd } from '../support/records/leavers.ts';
import { anEvent } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

const LEFT_SEAT = 'Successfully unregistered from event';
const LEFT_QUEUE = 'Successfully removed from waitlist';
const CHECKED_IN = 'User is checked in at this event: undo the check-in first';

type Meanwhile = (eventId: string) => Promise<unknown>;

/** A full event with three people. Something happens after the first one asked to leave, or right before they leave. */
async function leaveMeanwhile(when: 'watch' | 'leaveBatch', happens: (...ids: string[]) => Promise<unknown>) {
  const { eventId, userIds } = await aFullEvent(3);
  const [seat = '', head = '', next = ''] = userIds;
  const { answer } = await leaveInCrowd(eventId, seat, { [when]: () => happens(eventId, seat, head) });
  const asking = await askingAt(eventId);
  return { eventId, seat, head, next, answer, asking };
}

describe.each(['watch', 'leaveBatch'] as const)('after somebody asked to leave, before their %s,', when => {
  test('they are checked in: they stay', async () => {
    const { eventId, seat, head, next, answer, asking } = await leaveMeanwhile(
      when,
      (eventId = '', seat = '') => checkIn(eventId, seat),
    );
    expectProblem(answer, 'ALREADY_CHECKED_IN', CHECKED_IN);
    await expectSound(eventId, [seat], [head, next]);
    expect(asking).toEqual([]);
  });

  test('they leave by another request: their seat is passed on once', async () => {
    const { eventId, head, next, answer, asking } = await leaveMeanwhile(when, unregister);
    expectProblem(answer, 'REGISTRATION_NOT_FOUND', 'Registration not found');
    await expectSound(eventId, [head], [next]);
    expect(asking).toEqual([]);
  });

  test('they leave and come back: they leave as they are now', async () => {
    const comeBack = async (eventId = '', seat = '') => {
      await unregister(eventId, seat);
      await register(eventId, seat);
    };
    const { eventId, head, next, answer, asking } = await leaveMeanwhile(when, comeBack);
    expectAnswer(answer, 200, { message: LEFT_QUEUE });
    await expectSound(eventId, [head], [next]);
    expect(asking).toEqual([]);
  });

  test('the head of the queue leaves: the next one gets the seat', async () => {
    const headLeaves = (eventId = '', _seat = '', head = '') => unregister(eventId, head);
    const { eventId, next, answer } = await leaveMeanwhile(when, headLeaves);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: next });
    await expectSound(eventId, [next], []);
  });

  test('the event is cancelled: nobody is promoted', async () => {
    const cancel: Meanwhile = eventId => updateEvent(eventId, { status: 'cancelled' });
    const { eventId, head, next, answer } = await leaveMeanwhile(when, cancel);
    expectAnswer(answer, 200, { message: LEFT_SEAT });
    await expectSound(eventId, [], [head, next]);
  });

  test('the event is deleted: there is no such event, and its id is free again', async () => {
    const { eventId, answer, asking } = await leaveMeanwhile(when, deleteEvent);
    expectProblem(answer, 'EVENT_NOT_FOUND', 'Event not found');
    expect(asking).toEqual([]);
    await settleEvents();
    expect(await anEvent({ eventId })).toBe(eventId);
    await expectSound(eventId, [], []);
  });

  test('they are deleted: they leave, and their deletion finds nothing left to do', async () => {
    const deletes = (_eventId = '', seat = '') => deleteUser(seat);
    const { eventId, head, next, answer } = await leaveMeanwhile(when, deletes);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: head });
    await removeDeletedUsers();
    await expectSound(eventId, [head], [next]);
  });

  test('they are deleted and removed: there is no such user', async () => {
    const removes = async (_eventId = '', seat = '') => {
      await deleteUser(seat);
      await removeDeletedUsers();
    };
    const { eventId, head, next, answer, asking } = await leaveMeanwhile(when, removes);
    expectProblem(answer, 'USER_NOT_FOUND', 'User not found');
    await expectSound(eventId, [head], [next]);
    expect(asking).toEqual([]);
  });
});

test('somebody who waits, and is promoted after they asked to leave, passes the seat on', async () => {
  const { eventId, userIds } = await aFullEvent(3);
  const [seat = '', head = '', next = ''] = userIds;
  const { answer } = await leaveInCrowd(eventId, head, { watch: () => unregister(eventId, seat) });
  expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: next });
  await expectSound(eventId, [next], []);
});
