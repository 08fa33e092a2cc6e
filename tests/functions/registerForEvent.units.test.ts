import { consumptionOf } from '../simulator/calls.ts';
import { checkIn, register, unregister } from '../support/api/operations.ts';
import { sweepAll } from '../support/records/holds.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';

type Work = () => Promise<{ status: number }>;

/** The calls, read units and write units of a request, as the engine counts them. */
async function costOf(work: Work, status: number) {
  const { result, ...cost } = await consumptionOf(work);
  expect(result.status).toBe(status);
  return [cost.calls, cost.readUnits, cost.writeUnits];
}

test('a registration and its end cost the calls and units that the documents say, but for those of refused calls', async () => {
  const eventId = await anEvent({ capacity: 2 });
  const [first, second, third, fourth, fifth] = await Promise.all(Array.from({ length: 5 }, () => aUser()));
  const comes = (userId = '', status = 201) => costOf(() => register(eventId, userId), status);
  const leaves = (userId = '') => costOf(() => unregister(eventId, userId), 200);
  const costs = {
    'a free seat of an event that the process does not know': await comes(first),
    'a free seat of an event that it knows': await comes(second),
    'the first hold of a quiet queue': await comes(third),
    'a hold on the queue': await comes(fourth),
    'a hold on the queue in a crowd': await comes(fifth),
    'somebody who waits, refused with their position': await comes(fifth, 409),
    'a check-in': await costOf(() => checkIn(eventId, String(second)), 200),
    'leaving the queue': await leaves(fifth),
    'leaving a seat, with a promotion while holds are open': await leaves(first),
    'leaving a seat, with a promotion when none is': await sweepAll(eventId).then(() => leaves(third)),
    'leaving a seat, which becomes free': await leaves(fourth),
  };
  expect(costs).toEqual({
    'a free seat of an event that the process does not know': [2, 3, 9],
    'a free seat of an event that it knows': [1, 0, 9],
    'the first hold of a quiet queue': [3, 0, 11],
    'a hold on the queue': [3, 0, 10],
    'a hold on the queue in a crowd': [3, 3, 10],
    'somebody who waits, refused with their position': [2, 4, 0],
    'a check-in': [2, 3, 7],
    'leaving the queue': [2, 3, 9],
    'leaving a seat, with a promotion while holds are open': [3, 4, 16],
    'leaving a seat, with a promotion when none is': [3, 4, 14],
    'leaving a seat, which becomes free': [2, 3, 7],
  });
});

test('a refusal of somebody who is far behind in the queue costs as much as one of the first', async () => {
  const eventId = await anEvent({ capacity: 1 });
  const userIds = await registeredUsers(eventId, 31);
  const costs = [];
  for (const userId of [userIds[1], userIds[30]]) {
    costs.push(await costOf(() => register(eventId, String(userId)), 409));
  }
  expect(costs).toEqual([
    [2, 4, 0],
    [2, 4, 0],
  ]);
});
