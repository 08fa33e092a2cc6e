import { handler } from '../../../functions/streams/removeDeletedUser.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as users from '../../../lib/repositories/users.ts';
import { logOf } from '../../support/api/log.ts';
import { register } from '../../support/api/operations.ts';
import { deletionOf, expectRemoved } from '../../support/records/deletedUsers.ts';
import { anEvent, aUser, stored } from '../../support/records/records.ts';
import { deliver, failuresOf, sequenceNumbersOf } from '../../support/records/streams.ts';

/** A user whose count tells of a registration that the index does not show yet. */
async function aStuckUser(): Promise<string> {
  const userId = await aUser();
  await transact({ writes: [users.countRegistration(userId)] });
  return userId;
}

describe('failures', () => {
  test('are reported for the changes that could not be handled, and for no other', async () => {
    const [stuck, other] = [await aStuckUser(), await aUser()];
    const eventId = await anEvent();
    await register(eventId, other);
    const [failing, ...handled] = await deletionOf(stuck, other);
    if (!failing) throw new Error('The deletion is missing');
    const log = await logOf(async () => {
      const answer = await deliver(handler, [...handled, failing, failing], 1500);
      expect(failuresOf(answer)).toEqual(sequenceNumbersOf([failing, failing]));
    });
    expect(log.map(({ code }) => code)).toEqual(['RECORD_FAILED']);
    await expectRemoved(other, handled, [eventId]);
    expect(await stored(users.ref(stuck))).toMatchObject({ registrationCount: 1 });
    await transact({ writes: [users.uncountRemoved(stuck)] });
    expect(await deliver(handler, [failing])).toEqual({ batchItemFailures: [] });
    expect(await stored(users.ref(stuck))).toBeUndefined();
  });

  test('of all changes fail the batch', async () => {
    const userId = await aStuckUser();
    const records = await deletionOf(userId);
    const delivery = () => deliver(handler, records, 1500);
    await logOf(() => expect(delivery()).rejects.toThrow('All records failed processing'));
    expect(await stored(users.ref(userId))).toMatchObject({ registrationCount: 1 });
  });
});
