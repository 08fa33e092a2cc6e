import { handler as settleEventHandler } from '../../../functions/streams/settleEvent.ts';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import { deleteEvent, settleEvents, unregister, updateEvent } from '../../support/api/operations.ts';
import { expectSound, inCrowd, sweepAll } from '../../support/records/holds.ts';
import { anEvent, aUser, registeredUsers } from '../../support/records/records.ts';
import { consume } from '../../support/records/streams.ts';
import { aFullEvent } from '../../support/records/unfinished.ts';
import { violationsOf } from '../../support/records/violations.ts';

describe('while a hold is open', () => {
  test('its event can be deleted, and its row is removed before the id is free', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const remove = () => deleteEvent(eventId).then(settleEvents);
    expect((await inCrowd(eventId, userId, { confirm: remove })).answer.status).toBe(201);
    expect(await violationsOf(eventId)).toEqual([]);
    await expect(anEvent({ eventId })).rejects.toThrow('EVENT_BEING_DELETED');
    await sweepAll(eventId);
    await settleEvents();
    expect(await registrationLists.ofUser(userId, 1)).toEqual([]);
    await anEvent({ eventId });
    await expectSound(eventId, [], []);
  });

  test.each([
    [
      'its seat counts: the capacity cannot be lowered below it',
      'confirm',
      { capacity: 1 },
      409,
      'registered',
    ],
    ['its event can be closed, and it keeps its seat', 'confirm', { status: 'cancelled' }, 200, 'registered'],
    [
      'or just before it, seats can be removed: it gets a position in the queue',
      'commit',
      { capacity: 1 },
      200,
      'waitlisted',
    ],
  ] as const)('%s', async (_what, call, changes, status, expected) => {
    const [eventId, userId] = [await anEvent({ capacity: 2 }), await aUser()];
    const others = await registeredUsers(eventId, 1);
    const change = async () => expect(await updateEvent(eventId, changes)).toMatchObject({ status });
    expect((await inCrowd(eventId, userId, { [call]: change })).answer.body.status).toBe(expected);
    const queue = expected === 'waitlisted' ? [userId] : [];
    await expectSound(eventId, queue.length > 0 ? others : [...others, userId], queue);
  });

  test('a seat that becomes free is for the hold once it is confirmed, and for nobody who comes later', async () => {
    const [{ eventId, userIds }, userId, latecomer] = [await aFullEvent(1), await aUser(), await aUser()];
    const { answer } = await inCrowd(eventId, userId, {
      confirm: async () => {
        expect((await unregister(eventId, String(userIds[0]))).body).not.toHaveProperty('promotedUser');
        await settleEvents();
        expect((await inCrowd(eventId, latecomer)).answer.body).toMatchObject({ status: 'waitlisted' });
      },
    });
    expect(answer.body).toMatchObject({ status: 'waitlisted', waitlistPosition: 1 });
    await consume(settleEventHandler, 'registrations');
    await expectSound(eventId, [userId], [latecomer]);
  });

  test('earlier people stay in front of it, and later people stay behind it', async () => {
    const [{ eventId, userIds }, userId] = [await aFullEvent(2), await aUser()];
    const later: string[] = [];
    const come = async () => later.push(...(await registeredUsers(eventId, 2)));
    await inCrowd(eventId, userId, { confirm: come });
    const [seat = '', ...queue] = [...userIds, userId, ...later];
    await expectSound(eventId, [seat], queue);
    for (const [n, next] of queue.entries()) {
      expect((await unregister(eventId, [seat, ...queue][n] ?? '')).body.promotedUser).toBe(next);
    }
  });
});
