import { removeDeletedEvent } from '../../../lib/events/removeDeletedEvent.ts';
import * as departures from '../../../lib/repositories/departures.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { withFaults } from '../../simulator/callFaults.ts';
import { deleteEvent, register, unregister } from '../../support/api/operations.ts';
import { expectSound } from '../../support/records/holds.ts';
import { anEvent, aUser, registeredUsers, stored } from '../../support/records/records.ts';
import { allRecords, deliver } from '../../support/records/streams.ts';

/** Makes an event with this id, of one seat, whose queue a person left before somebody who still waits. */
async function anEventSomebodyLeft(eventId: string) {
  await anEvent({ eventId, capacity: 1 });
  const [seat = '', leaves = '', waits = ''] = await registeredUsers(eventId, 3);
  await unregister(eventId, leaves);
  const { incarnation } = (await stored(seats.ref(eventId))) as seats.Item;
  return { seat, waits, incarnation };
}

describe('a removal that stops for a while before its last writes', () => {
  test('leaves the next event of the same id alone, with its queue and its departures', async () => {
    const eventId = await anEvent();
    await deleteEvent(eventId);
    const records = (await allRecords('seats')).filter(
      ({ dynamodb }) => dynamodb?.Keys?.eventId?.S === eventId,
    );
    const next: Awaited<ReturnType<typeof anEventSomebodyLeft>>[] = [];
    const meanwhile = async () => {
      await removeDeletedEvent(eventId);
      next.push(await anEventSomebodyLeft(eventId));
    };
    await withFaults('streams/settleEvent', { TransactWriteItems: meanwhile }, async handler =>
      expect(await deliver(handler, records.slice(-1))).toEqual({ batchItemFailures: [] }),
    );
    const [{ seat, waits, incarnation } = {}] = next;
    await expectSound(eventId, [String(seat)], [String(waits)]);
    expect(await departures.between(String(incarnation), 1, 9)).toEqual([1]);
  });

  test('does not remove the next event, even when that is deleted too', async () => {
    const eventId = await anEvent();
    await deleteEvent(eventId);
    const records = (await allRecords('seats')).filter(
      ({ dynamodb }) => dynamodb?.Keys?.eventId?.S === eventId,
    );
    const meanwhile = async () => {
      await removeDeletedEvent(eventId);
      await anEvent({ eventId });
      await deleteEvent(eventId);
    };
    await withFaults('streams/settleEvent', { TransactWriteItems: meanwhile }, async handler =>
      expect(await deliver(handler, records.slice(-1))).toEqual({ batchItemFailures: [] }),
    );
    expect(await stored(seats.ref(eventId))).toMatchObject({ status: 'deleted' });
    await removeDeletedEvent(eventId);
    await anEvent({ eventId });
    const userId = await aUser();
    await register(eventId, userId);
    await expectSound(eventId, [userId], []);
  });
});
