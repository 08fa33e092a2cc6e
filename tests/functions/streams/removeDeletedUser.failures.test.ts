import { handler } from '../../../functions/streams/removeDeletedUser.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as users from '../../../lib/repositories/users.ts';
import { logOf } from '../../support/api/log.ts';
import { register } from '../../support/api/operations.ts';
import { remove } from '../../support/records/audit.ts';
import { deletionOf, expectRemoved } from '../../support/records/deletedUsers.ts';
import { anEvent, aUser, stored } from '../../support/records/records.ts';
import { deliver, failuresOf, sequenceNumbersOf } from '../../support/records/streams.ts';
import { aFullEvent } from '../../support/records/unfinished.ts';

/** A user who cannot be removed: their seat goes to somebody who waits, and whose registration is missing. */
async function aStuckUser() {
  const { eventId, userIds } = await aFullEvent(2);
  const [userId = '', waits = ''] = userIds;
  const row = (await stored(registrations.ref(eventId, waits))) as registrations.Item;
  await remove(registrations.ref(eventId, waits));
  return { userId, eventId, free: () => transact({ registration: registrations.create(row) }) };
}

describe('failures', () => {
  test('are reported for the changes that could not be handled, and for no other', async () => {
    const [stuck, other] = [await aStuckUser(), await aUser()];
    const eventId = await anEvent();
    await register(eventId, other);
    const [failing, ...handled] = await deletionOf(stuck.userId, other);
    if (!failing) throw new Error('The deletion is missing');
    const log = await logOf(async () => {
      const answer = await deliver(handler, [...handled, failing, failing], 1500);
      expect(failuresOf(answer)).toEqual(sequenceNumbersOf([failing, failing]));
    });
    expect(log.map(({ code }) => code)).toEqual(['RECORD_FAILED']);
    await expectRemoved(other, handled, [eventId]);
    expect(await registrationLists.ofUser(stuck.userId, 9)).toHaveLength(1);
    await stuck.free();
    expect(await deliver(handler, [failing])).toEqual({ batchItemFailures: [] });
    await expectRemoved(stuck.userId, [failing], [stuck.eventId]);
  });

  test('of all changes fail the batch', async () => {
    const { userId } = await aStuckUser();
    const records = await deletionOf(userId);
    const delivery = () => deliver(handler, records, 1500);
    await logOf(() => expect(delivery()).rejects.toThrow('All records failed processing'));
    expect(await stored(users.ref(userId))).toMatchObject({ userId });
  });
});
