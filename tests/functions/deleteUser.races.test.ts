import { handler as removeDeletedUserHandler } from '../../functions/streams/removeDeletedUser.ts';
import { nextCheckInChange } from '../../lib/domain/checkInChange.ts';
import { transact } from '../../lib/dynamo/write.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as seats from '../../lib/repositories/seats.ts';
import * as users from '../../lib/repositories/users.ts';
import { removeDeletedUser } from '../../lib/users/removeDeletedUser.ts';
import { withFaults } from '../simulator/callFaults.ts';
import {
  checkIn,
  deleteEvent,
  deleteUser,
  expectPeople,
  getEvent,
  register,
  removeDeletedUsers,
  settleEvents,
  updateEvent,
} from '../support/api/operations.ts';
import { anEvent, anonymousIdOf, aUser, stored } from '../support/records/records.ts';
import { deliver, recordsOf } from '../support/records/streams.ts';
import { aFullEvent } from '../support/records/unfinished.ts';
import { violationsOf } from '../support/records/violations.ts';

const set = (eventId: string, status: string) => updateEvent(eventId, { status });

/** Somebody with the only seat of an event in such a status, which two others wait for, is deleted. */
async function aDeletion(status: 'active' | 'completed', isCheckedIn = false) {
  const { eventId, userIds } = await aFullEvent(3);
  const [userId = '', head = '', next = ''] = userIds;
  if (isCheckedIn) await checkIn(eventId, userId);
  if (status !== 'active') await set(eventId, status);
  const records = await recordsOf('users', () => deleteUser(userId));
  return { eventId, userId, head, next, records, anonymousId: await anonymousIdOf(userId) };
}

/** Runs the consumer of a deletion, while something happens right before its first transaction. */
const removeWhile = (
  { records }: { records: Parameters<typeof deliver>[1] },
  happen: () => Promise<unknown>,
) =>
  withFaults('streams/removeDeletedUser', { TransactWriteItems: happen }, async run =>
    expect(await deliver(run, records)).toEqual({ batchItemFailures: [] }),
  );

/** Nobody is left of the user, the event has these people, and an audit finds nothing. */
async function expectDone(
  { eventId, userId }: { eventId: string; userId: string },
  seated: string[],
  queue: string[],
): Promise<void> {
  expect(await stored(users.ref(userId))).toBeUndefined();
  await expectPeople(eventId, seated, queue);
  expect(await violationsOf(eventId)).toEqual([]);
}

describe('a deletion whose event changes right before', () => {
  test('its completion keeps the seat, anonymous', async () => {
    const deletion = await aDeletion('active', true);
    await removeWhile(deletion, () => set(deletion.eventId, 'completed'));
    await expectDone(deletion, [deletion.anonymousId], [deletion.head, deletion.next]);
    expect((await getEvent(deletion.eventId)).body.checkedInCount).toBe(1);
  });

  test('its reactivation passes the seat on', async () => {
    const deletion = await aDeletion('completed', true);
    await removeWhile(deletion, () => set(deletion.eventId, 'active'));
    await expectDone(deletion, [deletion.head], [deletion.next]);
    expect((await getEvent(deletion.eventId)).body.checkedInCount).toBe(0);
  });

  test('its deletion removes the registration, and frees the id of the user', async () => {
    const deletion = await aDeletion('completed');
    const { eventId, userId } = deletion;
    await removeWhile(deletion, () => deleteEvent(eventId));
    expect(await stored(users.ref(userId))).toBeUndefined();
    await settleEvents();
    expect(await stored(registrations.ref(eventId, userId))).toBeUndefined();
    expect(await stored(seats.ref(eventId))).toBeUndefined();
  });

  test('an undone check-in stays undone under the anonymous id', async () => {
    const deletion = await aDeletion('completed', true);
    const { eventId, userId, anonymousId, head, next } = deletion;
    const row = (await stored(registrations.ref(eventId, userId))) as registrations.Item;
    const change = nextCheckInChange(row, new Date().toISOString());
    await removeWhile(deletion, () =>
      transact({
        writes: [seats.uncountCheckIn(eventId), registrations.unmarkCheckedIn(row, change)],
      }),
    );
    await expectDone(deletion, [anonymousId], [head, next]);
    expect((await getEvent(eventId)).body.checkedInCount).toBe(0);
  });

  test('a seat that somebody got from the queue meanwhile is kept in its position', async () => {
    const { eventId, userIds } = await aFullEvent(3);
    const [, userId = '', waits = ''] = userIds;
    const records = await recordsOf('users', () => deleteUser(userId));
    const anonymousId = await anonymousIdOf(userId);
    await removeWhile({ records }, async () => {
      await updateEvent(eventId, { capacity: 2 });
      await set(eventId, 'completed');
    });
    await expectDone({ eventId, userId }, [String(userIds[0]), anonymousId], [waits]);
    const row = await stored(registrations.ref(eventId, anonymousId));
    expect(row).toMatchObject({ status: 'registered', promotedAt: expect.any(String) });
  });
});

test.each([1, 2, 3, 4])('a completion at the same time keeps what it answered (%i)', async () => {
  const { eventId, userId, head, next, anonymousId } = await aDeletion('active');
  const [answer] = await Promise.all([set(eventId, 'completed'), removeDeletedUser(userId)]);
  const { registeredCount, waitlistCount } = answer.body;
  expect((await getEvent(eventId)).body).toMatchObject({ registeredCount, waitlistCount });
  const [seat, queue] = waitlistCount === 2 ? [anonymousId, [head, next]] : [head, [next]];
  await expectDone({ eventId, userId }, [seat], queue);
});

test.each([1, 2, 3, 4])(
  'after a reactivation at the same time nobody anonymous is left, and the queue moves up (%i)',
  async () => {
    const { eventId, userId, head, next } = await aDeletion('completed');
    await Promise.all([set(eventId, 'active'), removeDeletedUser(userId)]);
    await settleEvents();
    await expectDone({ eventId, userId }, [head], [next]);
  },
);

test('several consumers at once make a registration anonymous once', async () => {
  const deletion = await aDeletion('completed', true);
  const { records, anonymousId, head, next } = deletion;
  const runs = Array.from({ length: 4 }, () => deliver(removeDeletedUserHandler, records));
  expect(await Promise.all(runs)).toEqual(Array(4).fill({ batchItemFailures: [] }));
  await expectDone(deletion, [anonymousId], [head, next]);
});

test('a late run of a deletion does not touch the deletion of the next user of the id', async () => {
  const first = await aDeletion('completed');
  const { userId, anonymousId, head, next } = first;
  await removeDeletedUsers();
  const eventOfSecond = await anEvent();
  await register(eventOfSecond, await aUser(userId));
  await set(eventOfSecond, 'completed');
  await deleteUser(userId);
  const id = await anonymousIdOf(userId);
  await deliver(removeDeletedUserHandler, first.records);
  await expectDone(first, [anonymousId], [head, next]);
  await expectPeople(eventOfSecond, [id], []);
});
