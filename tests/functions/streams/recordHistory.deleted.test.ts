import * as users from '../../../lib/repositories/users.ts';
import { type Faults, withFaults } from '../../simulator/callFaults.ts';
import { logOf } from '../../support/api/log.ts';
import {
  deleteEvent,
  deleteUser,
  listUserHistory,
  register,
  removeDeletedUsers,
  settleEvents,
  unregister,
  updateEvent,
} from '../../support/api/operations.ts';
import { anEvent, anonymousIdOf, aUser, stored } from '../../support/records/records.ts';
import { deliver, shuffled } from '../../support/records/streams.ts';
import { changesOf, deleted, record, toldOf } from '../../support/records/toldHistory.ts';

/** Somebody who came to three events, and left the first one; the second one is completed. */
async function aLife() {
  const userId = await aUser();
  const eventIds = [await anEvent(), await anEvent(), await anEvent()] as const;
  const records = await changesOf(async () => {
    for (const eventId of eventIds) await register(eventId, userId);
    await unregister(eventIds[0], userId);
    await updateEvent(eventIds[1], { status: 'completed' });
  });
  const expectAnonymous = async (id: string) => {
    const came = `${id} registered request`;
    expect(await toldOf(eventIds[0])).toEqual([came, `${id} unregistered request`]);
    expect(await toldOf(eventIds[1])).toEqual([came]);
    expect(await toldOf(eventIds[2])).toEqual([came, `${id} removed user_deleted`]);
  };
  return { userId, eventIds, records, expectAnonymous };
}

describe('the history of a deleted person', () => {
  test('is anonymous when it was recorded before', async () => {
    const { userId, records, expectAnonymous } = await aLife();
    await record(records);
    const ids: string[] = [];
    const late = await changesOf(async () => ids.push(await deleted(userId)));
    await record(late);
    await expectAnonymous(String(ids[0]));
  });

  test.each([1, 2, 3])('is anonymous when it is recorded after, in any order, twice (%i)', async seed => {
    const { userId, records, expectAnonymous } = await aLife();
    const ids: string[] = [];
    const late = await changesOf(async () => ids.push(await deleted(userId)));
    await record(shuffled([...records, ...late], seed));
    await record(shuffled([...records, ...late], seed + 10));
    await expectAnonymous(String(ids[0]));
  });

  test('is anonymous when it is recorded between the deletion and its consumer', async () => {
    const { userId, records, expectAnonymous } = await aLife();
    await deleteUser(userId);
    const id = await anonymousIdOf(userId);
    await record(records);
    const late = await changesOf(removeDeletedUsers);
    await record(late);
    await expectAnonymous(id);
  });

  test('is anonymous when it is recorded after the id was reused, and the next user keeps their own entries', async () => {
    const { userId, eventIds, records, expectAnonymous } = await aLife();
    const ids: string[] = [];
    const late = await changesOf(async () => ids.push(await deleted(userId)));
    await aUser(userId);
    const next = await anEvent();
    const own = await changesOf(() => register(next, userId));
    await record([...own, ...late, ...records]);
    await expectAnonymous(String(ids[0]));
    expect(await toldOf(next)).toEqual([`${userId} registered request`]);
    const { body } = await listUserHistory(userId);
    expect(body.map(({ eventId }: { eventId: string }) => eventId)).toEqual([next]);
    const again = await deleted(userId);
    await record([...records, ...own]);
    await expectAnonymous(String(ids[0]));
    expect((await toldOf(next)).sort()).toEqual([
      `${again} registered request`,
      `${again} removed user_deleted`,
    ]);
    expect(eventIds).not.toContain(next);
  });

  test('is anonymous when it was written by the deletion of an event at the same time', async () => {
    const [userId, eventId] = [await aUser(), await anEvent()];
    const ids: string[] = [];
    const records = await changesOf(async () => {
      await register(eventId, userId);
      await deleteEvent(eventId);
      await deleteUser(userId);
      ids.push(await anonymousIdOf(userId));
      await removeDeletedUsers();
      await settleEvents();
      await removeDeletedUsers();
    });
    await record(records);
    expect(await stored(users.ref(userId))).toBeUndefined();
    expect(await toldOf(eventId)).toEqual([
      `${ids[0]} registered request`,
      `${ids[0]} removed event_deleted`,
    ]);
  });
});

describe('an entry that is recorded beside a deletion', () => {
  test.each([
    ['that is requested right before the last check', 'findDeletion', false],
    ['that is completed right before the last check', 'findDeletion', true],
    ['that is requested right before the entry is put', 'PutItem', false],
    ['that is completed, with the id reused, right before the entry is put', 'PutItem', true],
  ] as const)('%s is anonymous, and its repetition changes nothing', async (_when, call, isDone) => {
    const [userId, eventId] = [await aUser(), await anEvent()];
    const records = await changesOf(() => register(eventId, userId));
    const ids: string[] = [];
    const beDeleted = async () => {
      await deleteUser(userId);
      ids.push(await anonymousIdOf(userId));
      if (isDone) await removeDeletedUsers();
      if (isDone) await aUser(userId);
    };
    await withFaults('streams/recordHistory', { [call]: beDeleted }, run => record(records, run));
    const told = isDone ? [`${ids[0]} removed user_deleted`] : [];
    expect(await toldOf(eventId)).toEqual([`${ids[0]} registered request`, ...told]);
    await record(records);
    expect(await toldOf(eventId)).toEqual([`${ids[0]} registered request`, ...told]);
  });

  test('is made anonymous by its repetition when its process died between the entry and the check', async () => {
    const [userId, eventId] = [await aUser(), await anEvent()];
    const records = await changesOf(() => register(eventId, userId));
    const id = await deleted(userId);
    const faults: Faults = { findDeletion: 'dead' };
    const dying = withFaults('streams/recordHistory', faults, run => deliver(run, records));
    await logOf(() => expect(dying).rejects.toThrow());
    expect(await toldOf(eventId)).toEqual(
      [`${userId} registered request`, `${id} removed user_deleted`].sort(),
    );
    await record(records);
    expect(await toldOf(eventId)).toEqual([`${id} registered request`, `${id} removed user_deleted`]);
  });
});
