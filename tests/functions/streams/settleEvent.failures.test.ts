import { handler } from '../../../functions/streams/settleEvent.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as seatsLifecycle from '../../../lib/repositories/seatsLifecycle.ts';
import * as seatsMoves from '../../../lib/repositories/seatsMoves.ts';
import { logOf } from '../../support/api/log.ts';
import { expectPeople, updateEvent } from '../../support/api/operations.ts';
import { deletionOf, expectRemoved } from '../../support/records/deletedEvents.ts';
import { anEvent, registeredUsers, stored } from '../../support/records/records.ts';
import { deliver, failuresOf, recordsOf, sequenceNumbersOf } from '../../support/records/streams.ts';
import { aFullEvent, anUnfilledEvent } from '../../support/records/unfinished.ts';

/** An event of one person that cannot be removed: its counters tell of another one, whom no query shows. */
async function aStuckEvent() {
  const eventId = await anEvent();
  const userIds = await registeredUsers(eventId, 1);
  const event = (await stored(seats.ref(eventId))) as seats.Item;
  await transact({ writes: [seatsMoves.takeSeat(event, Date.now())] });
  return { eventId, userIds, incarnation: event.incarnation };
}

/** Makes a stuck event, which was deleted, removable. */
const free = ({ eventId, incarnation }: Awaited<ReturnType<typeof aStuckEvent>>) =>
  transact({
    writes: [seatsLifecycle.clear(eventId, incarnation, { registered: 1, waitlisted: 0, checkedIn: 0 })],
  });

describe('failures', () => {
  test('are reported for the changes that could not be handled, and for no other', async () => {
    const stuck = await aStuckEvent();
    const [other, unfilled] = [await aFullEvent(2), await anUnfilledEvent(5, 3)];
    const raise = () => updateEvent(unfilled.eventId, { description: 'New', hasWaitlist: false });
    const records = [
      ...(await deletionOf(stuck.eventId, other.eventId)),
      ...(await recordsOf('seats', raise)),
    ];
    const [failing, ...handled] = records;
    if (!failing) throw new Error('The deletion is missing');
    const batch = [...handled, failing, failing];
    const log = await logOf(async () => {
      const answer = await deliver(handler, batch, 1500);
      expect(failuresOf(answer)).toEqual(sequenceNumbersOf([failing, failing]));
    });
    expect(log.map(({ code }) => code)).toEqual(['RECORD_FAILED']);
    await expectRemoved(other.eventId, other.userIds);
    await expectPeople(unfilled.eventId, unfilled.userIds.slice(0, 3), unfilled.userIds.slice(3));
    await free(stuck);
    expect(await deliver(handler, [failing])).toEqual({ batchItemFailures: [] });
    await expectRemoved(stuck.eventId, stuck.userIds);
  });

  test('of all changes fail the batch', async () => {
    const stuck = await aStuckEvent();
    const { eventId, userIds } = stuck;
    const records = await deletionOf(eventId);
    const delivery = () => deliver(handler, records, 1500);
    await logOf(() => expect(delivery()).rejects.toThrow('All records failed processing'));
    await free(stuck);
    expect(await delivery()).toEqual({ batchItemFailures: [] });
    await expectRemoved(eventId, userIds);
  });
});
