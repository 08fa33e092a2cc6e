import { rememberLeavers } from '../../lib/registrations/crowdMemory.ts';
import { consumptionOf } from '../simulator/calls.ts';
import { unregister } from '../support/api/operations.ts';
import { sweepAll } from '../support/records/holds.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

/** The calls, read units and write units of somebody who leaves, as the engine counts them. */
async function costOf(eventId: string, userId = '') {
  const { result, ...cost } = await consumptionOf(() => unregister(eventId, userId));
  expect(result.status).toBe(200);
  return [cost.calls, cost.readUnits, cost.writeUnits];
}

test('somebody who asks to leave where nobody else asks costs six calls and five write units more than by themselves', async () => {
  const { eventId, userIds } = await aFullEvent(6);
  const [first, second, _third, fourth, fifth] = userIds;
  await sweepAll(eventId);
  const alone = { seat: await costOf(eventId, first), queue: await costOf(eventId, fourth) };
  rememberLeavers(eventId);
  const together = { seat: await costOf(eventId, second), queue: await costOf(eventId, fifth) };
  expect({ alone, together }).toEqual({
    alone: { seat: [3, 4, 14], queue: [2, 3, 9] },
    together: { seat: [9, 11, 19], queue: [8, 10, 14] },
  });
});
