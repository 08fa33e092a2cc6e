import { handler } from '../../../functions/streams/recordHistory.ts';
import { storyOf } from '../../support/api/histories.ts';
import type { Answer } from '../../support/api/invoke.ts';
import {
  checkIn,
  deleteUser,
  listEventHistory,
  listUserHistory,
  removeDeletedUsers,
  undoCheckIn,
  unregister,
} from '../../support/api/operations.ts';
import { anonymousIdOf } from '../../support/records/records.ts';
import { deliver, recordsOf, shuffled } from '../../support/records/streams.ts';
import { anEventWithSeatAndQueue } from '../../support/records/unfinished.ts';

type Entry = Answer['body'];

/** Delivers changes twice, each time in another order of the people. */
async function record(work: () => Promise<unknown>): Promise<void> {
  const records = await recordsOf('registrations', work);
  for (const seed of [1, 2]) {
    expect(await deliver(handler, shuffled(records, seed))).toEqual({ batchItemFailures: [] });
  }
}

test('a history has each check-in and each undoing once, and no repetition of either, in their order', async () => {
  const { eventId, seated } = await anEventWithSeatAndQueue();
  const told: string[] = [];
  await record(async () => {
    for (let n = 0; n < 2; n += 1) told.push((await checkIn(eventId, seated)).body.checkedInAt);
    for (let n = 0; n < 2; n += 1) await undoCheckIn(eventId, seated);
    await Promise.all(Array.from({ length: 5 }, () => checkIn(eventId, seated)));
    await Promise.all(Array.from({ length: 5 }, () => undoCheckIn(eventId, seated)));
    await unregister(eventId, seated);
  });
  const changes = ['checked_in', 'check_in_undone', 'checked_in', 'check_in_undone', 'unregistered'];
  const answer = await listEventHistory(eventId);
  expect(storyOf(answer, seated)).toEqual(changes.map(change => `${change} request`));
  const own: Entry[] = answer.body.filter(({ userId }: Entry) => userId === seated);
  const times = own.map(({ time }) => time);
  expect(times).toEqual([...new Set(times)].sort().reverse());
  expect(own.at(-1).time).toBe(told[0]);
  expect((await listUserHistory(seated)).body).toEqual(own);
});

test('entries of a check-in become anonymous with the person, recorded before or after they were deleted', async () => {
  const { eventId, seated } = await anEventWithSeatAndQueue();
  await record(() => checkIn(eventId, seated));
  let anonymousId = '';
  await record(async () => {
    await undoCheckIn(eventId, seated);
    await deleteUser(seated);
    anonymousId = await anonymousIdOf(seated);
    await removeDeletedUsers();
  });
  const answer = await listEventHistory(eventId);
  expect(storyOf(answer, seated)).toEqual([]);
  expect(storyOf(answer, anonymousId)).toEqual([
    'checked_in request',
    'check_in_undone request',
    'removed user_deleted',
  ]);
});
