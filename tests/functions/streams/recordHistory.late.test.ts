import { handler as removeDeletedUserHandler } from '../../../functions/streams/removeDeletedUser.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as history from '../../../lib/repositories/history.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as users from '../../../lib/repositories/users.ts';
import { withFaults } from '../../simulator/callFaults.ts';
import { deleteUser, register, removeDeletedUsers } from '../../support/api/operations.ts';
import { anEvent, anonymousIdOf, aRegistration, aUser, stored } from '../../support/records/records.ts';
import { deliver, recordsOf } from '../../support/records/streams.ts';
import { changesOf, deleted, record, toldOf } from '../../support/records/toldHistory.ts';

test('an existing entry does not keep a deleted person at an event', async () => {
  const [userId, eventId] = [await aUser(), await anEvent()];
  await register(eventId, userId);
  const row = (await stored(registrations.ref(eventId, userId))) as registrations.Item;
  const happening = { change: 'unregistered', cause: 'request', time: row.registeredAt } as const;
  expect(await transact({ writes: [history.add(history.entryOf(row, happening))] })).toEqual({
    kind: 'committed',
  });
  const id = await deleted(userId);
  expect(await stored(registrations.ref(eventId, userId))).toBeUndefined();
  expect(await stored(users.ref(userId))).toBeUndefined();
  expect(await toldOf(eventId)).toEqual([`${id} removed user_deleted`]);
});

/** Adds an entry about somebody to the history, as if an index had not shown it before. */
async function appear(userId: string, eventId: string): Promise<void> {
  const row = aRegistration({ userId, eventId, registeredAt: '2026-01-01T00:00:00.000Z' });
  const entry = history.entryOf(row, { change: 'registered', cause: 'request', time: row.registeredAt });
  expect(await transact({ writes: [history.add(entry)] })).toEqual({ kind: 'committed' });
}

describe('an entry that the index of histories shows late', () => {
  test('is made anonymous by another pass of the deletion, which ends when one finds nothing', async () => {
    const [userId, eventId] = [await aUser(), await anEvent()];
    const records = await recordsOf('users', () => deleteUser(userId));
    const id = await anonymousIdOf(userId);
    const eachPass = { findHistory: Array(4).fill(() => appear(userId, eventId)) };
    await withFaults('streams/removeDeletedUser', eachPass, run => deliver(run, records));
    expect(await stored(users.ref(userId))).toBeUndefined();
    expect(await toldOf(eventId)).toEqual(Array(4).fill(`${id} registered request`));
  });

  test('is made anonymous even after the user is gone, and the entries of the next user are not', async () => {
    const [userId, eventId, next] = [await aUser(), await anEvent(), await anEvent()];
    await deleteUser(userId);
    const id = await anonymousIdOf(userId);
    const late = await recordsOf('users', removeDeletedUsers);
    await appear(userId, eventId);
    await aUser(userId);
    await record(await changesOf(() => register(next, userId)));
    expect(await deliver(removeDeletedUserHandler, late)).toEqual({ batchItemFailures: [] });
    expect(await toldOf(eventId)).toEqual([`${id} registered request`]);
    expect(await toldOf(next)).toEqual([`${userId} registered request`]);
  });
});
