import { handler as settleEventHandler } from '../../../functions/streams/settleEvent.ts';
import { violationsOf } from '../../../lib/maintenance/audit.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as users from '../../../lib/repositories/users.ts';
import { type NamedFaults, namesIn, withFaults } from '../../simulator/callFaults.ts';
import {
  deleteEvent,
  register,
  settleEvents,
  unregister,
  updateEvent,
} from '../../support/api/operations.ts';
import {
  countsOf,
  expectSound,
  forgetRecentHolds,
  holdInVain,
  holdOutcomeOf,
  inCrowd,
  letTimePass,
  releaseStaleHolds,
  sweepAll,
} from '../../support/records/holds.ts';
import { anEvent, aUser, registeredUsers, stored } from '../../support/records/records.ts';
import { consume } from '../../support/records/streams.ts';
import { aFullEvent } from '../../support/records/unfinished.ts';

describe('a hold that nobody confirmed', () => {
  test.each([
    ['before its first transaction', 'takeSeat'],
    ['before it checks', 'readEvent'],
    ['before it acquires the hold', 'hold'],
    ['before it confirms the hold', 'confirm'],
  ] as const)(
    'is no more when the process died %s, and its seat is there for the same person',
    async (_when, call) => {
      const [eventId, userId] = [await anEvent({ capacity: 1 }), await aUser()];
      expect((await inCrowd(eventId, userId, { [call]: 'dead' as const })).answer.status).toBe(500);
      expect(await countsOf(eventId)).toEqual([call === 'confirm' ? 1 : 0, 0]);
      await sweepAll(eventId);
      await expectSound(eventId, [], []);
      expect(await stored(users.ref(userId))).toMatchObject({ registrationCount: 0 });
      expect(await stored(seats.ref(eventId))).not.toHaveProperty('sweep');
      expect((await register(eventId, userId)).body.status).toBe('registered');
    },
  );

  test('is released once, though many sweeps run at once', async () => {
    const eventId = await anEvent({ capacity: 3 });
    const userIds = await registeredUsers(eventId, 1);
    await holdInVain(eventId, 4);
    expect(await countsOf(eventId)).toEqual([3, 2]);
    await letTimePass(eventId);
    await releaseStaleHolds();
    await letTimePass(eventId);
    await Promise.all(Array.from({ length: 6 }, () => releaseStaleHolds()));
    await expectSound(eventId, userIds, []);
    for (const kind of ['seat', 'queue'] as const) {
      for (const number of [1, 2]) expect(await holdOutcomeOf(eventId, kind, number)).toBe('released');
    }
  });

  test('is released by the next sweep when one dies after releasing another', async () => {
    const eventId = await anEvent({ capacity: 1 });
    await holdInVain(eventId, 3);
    await letTimePass(eventId);
    await releaseStaleHolds();
    await letTimePass(eventId);
    const afterOneRelease: NamedFaults = { release: [undefined, 'dead'], UpdateItem: 'dead' };
    for (const counts of [
      [1, 2],
      [0, 2],
      [0, 1],
    ]) {
      expect(await countsOf(eventId)).toEqual(counts);
      await withFaults('tasks/releaseStaleHolds', afterOneRelease, run => releaseStaleHolds(run));
    }
    expect(await countsOf(eventId)).toEqual([0, 0]);
    expect(await stored(seats.ref(eventId))).toHaveProperty('sweep');
    await releaseStaleHolds();
    expect(await stored(seats.ref(eventId))).not.toHaveProperty('sweep');
    await expectSound(eventId, [], []);
  });

  test('is released when it is older than any request, and not before', async () => {
    const eventId = await anEvent({ capacity: 5 });
    await holdInVain(eventId, 1);
    await letTimePass(eventId);
    await releaseStaleHolds();
    await holdInVain(eventId, 1);
    for (const [n, afterMs] of [0, 40_000, 5_001, 40_000, 5_001].entries()) {
      await letTimePass(eventId, afterMs);
      await releaseStaleHolds();
      expect(await countsOf(eventId)).toEqual([[2, 2, 1, 1, 0][n], 0]);
    }
    await expectSound(eventId, [], []);
  });

  test('leaves those that were confirmed where they are', async () => {
    const [{ eventId, userIds }, third] = [await aFullEvent(2), await aUser()];
    await inCrowd(eventId, third, { confirm: ['lost', 'dead'] });
    await holdInVain(eventId, 1);
    const [last = ''] = await registeredUsers(eventId, 1);
    await sweepAll(eventId);
    await expectSound(eventId, userIds.slice(0, 1), [...userIds.slice(1), third, last]);
    expect(await holdOutcomeOf(eventId, 'queue', 3)).toBe('released');
  });

  test('may be one whose answer was lost, and asked for after many others were acquired, so that a second one was confirmed', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const others: NamedFaults = { hold: ['lost', () => forgetRecentHolds(eventId)] };
    expect((await inCrowd(eventId, userId, others)).answer.status).toBe(201);
    expect(await countsOf(eventId)).toEqual([2, 0]);
    expect(await violationsOf(eventId)).toEqual([]);
    await sweepAll(eventId);
    await expectSound(eventId, [userId], []);
  });

  test('passes its seat on to those who wait', async () => {
    const eventId = await anEvent({ capacity: 1 });
    await holdInVain(eventId, 1);
    const waiting = await registeredUsers(eventId, 2);
    await sweepAll(eventId);
    await settleEvents();
    await expectSound(eventId, waiting.slice(0, 1), waiting.slice(1));
  });
});

describe('a hold that is confirmed too late', () => {
  test.each(['seat', 'queue'] as const)('is refused, and another one acquired: %s', async kind => {
    const [eventId, userId] = [await anEvent({ capacity: 1 }), await aUser()];
    const people = kind === 'queue' ? await registeredUsers(eventId, 1) : [];
    const { answer, calls } = await inCrowd(eventId, userId, { confirm: () => sweepAll(eventId) });
    expect(answer.status).toBe(201);
    const byHold = ['readEvent', 'hold', 'confirm'];
    expect(namesIn(calls)).toEqual(['takeSeat', ...byHold, ...byHold]);
    expect([await holdOutcomeOf(eventId, kind, 1), await holdOutcomeOf(eventId, kind, 2)]).toEqual([
      'released',
      'confirmed',
    ]);
    await expectSound(eventId, kind === 'seat' ? [userId] : people, kind === 'seat' ? [] : [userId]);
  });

  test('shows up under no next event of the same id, which its person comes to like others', async () => {
    const [{ eventId }, userId] = [await aFullEvent(1), await aUser()];
    const next = { eventId, capacity: 1 };
    const { answer } = await inCrowd(eventId, userId, {
      confirm: async () => {
        await deleteEvent(eventId);
        await settleEvents();
        await expect(anEvent(next)).rejects.toThrow('EVENT_BEING_DELETED');
        await sweepAll(eventId);
        await settleEvents();
        await anEvent(next);
      },
    });
    expect(answer).toMatchObject({ status: 201, body: { status: 'registered' } });
    await expectSound(eventId, [userId], []);
    expect(await stored(users.ref(userId))).toMatchObject({ registrationCount: 1 });
  });
});

describe('while a hold is open', () => {
  test('its event may be deleted: then its row goes too, before the id is free', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const remove = () => deleteEvent(eventId).then(settleEvents);
    expect((await inCrowd(eventId, userId, { confirm: remove })).answer.status).toBe(201);
    expect(await violationsOf(eventId)).toEqual([]);
    await expect(anEvent({ eventId })).rejects.toThrow('EVENT_BEING_DELETED');
    await sweepAll(eventId);
    await settleEvents();
    expect(await stored(users.ref(userId))).toMatchObject({ registrationCount: 0 });
    await anEvent({ eventId });
    await expectSound(eventId, [], []);
  });

  test.each([
    ['its seat counts: the capacity is not lowered below it', 'confirm', { capacity: 1 }, 409, 'registered'],
    ['its event may be closed: it keeps its seat', 'confirm', { status: 'cancelled' }, 200, 'registered'],
    ['or before it, seats may go: it gets a place in the queue', 'hold', { capacity: 1 }, 200, 'waitlisted'],
  ] as const)('%s', async (_what, call, changes, status, expected) => {
    const [eventId, userId] = [await anEvent({ capacity: 2 }), await aUser()];
    const others = await registeredUsers(eventId, 1);
    const change = async () => expect(await updateEvent(eventId, changes)).toMatchObject({ status });
    expect((await inCrowd(eventId, userId, { [call]: change })).answer.body.status).toBe(expected);
    const queue = expected === 'waitlisted' ? [userId] : [];
    await expectSound(eventId, queue.length > 0 ? others : [...others, userId], queue);
  });

  test('a seat that becomes free is for it, once it is there, and for no newcomer', async () => {
    const [{ eventId, userIds }, userId, newcomer] = [await aFullEvent(1), await aUser(), await aUser()];
    const { answer } = await inCrowd(eventId, userId, {
      confirm: async () => {
        expect((await unregister(eventId, String(userIds[0]))).body).not.toHaveProperty('promotedUser');
        await settleEvents();
        expect((await inCrowd(eventId, newcomer)).answer.body).toMatchObject({ status: 'waitlisted' });
      },
    });
    expect(answer.body).toMatchObject({ status: 'waitlisted', waitlistPosition: 1 });
    await consume(settleEventHandler, 'registrations');
    await expectSound(eventId, [userId], [newcomer]);
  });

  test('those who were answered before stay in front of it, and those who came after it behind it', async () => {
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

test('holds that were confirmed long ago are left where they are when nobody swept for a year', async () => {
  const [eventId, userId] = [await anEvent({ capacity: 1 }), await aUser()];
  expect((await inCrowd(eventId, userId)).answer.status).toBe(201);
  await letTimePass(eventId, 365 * 86_400_000);
  const { result, logged } = await withFaults('tasks/releaseStaleHolds', {}, run => releaseStaleHolds(run));
  expect([result, logged]).toEqual([
    { eventsLookedAt: expect.any(Number), holdsReleased: 0 },
    ['FOLLOW_UP_FAILED'],
  ]);
  expect(await countsOf(eventId)).toEqual([1, 0]);
  expect(await violationsOf(eventId)).toMatchObject([{ rule: 'HOLDS_ARE_SWEPT' }]);
});
