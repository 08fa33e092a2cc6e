import { rememberCrowd } from '../../lib/registrations/crowdMemory.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { consumptionOf } from '../simulator/calls.ts';
import { checkIn, register, unregister, updateEvent } from '../support/api/operations.ts';
import { aFullEventWithoutQueue, holdInVain, registration, sweepAll } from '../support/records/holds.ts';
import { answer } from '../support/records/questions.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';

type Work = () => Promise<{ status: number }>;

/** The calls, read units and write units of a request, as the engine counts them. */
async function costOf(work: Work, status: number) {
  const { result, ...cost } = await consumptionOf(work);
  expect(result.status).toBe(status);
  return [cost.calls, cost.readUnits, cost.writeUnits];
}

const comes = (eventId: string, userId = '', status = 201) => costOf(() => register(eventId, userId), status);
const leaves = (eventId: string, userId = '') => costOf(() => unregister(eventId, userId), 200);

/** The costs of somebody who comes by a round. */
function comesByRound(eventId: string, userId = '', status = 201) {
  rememberCrowd(eventId);
  return comes(eventId, userId, status);
}

test('a registration and its end cost the calls and units that the documents say, but for those of refused calls', async () => {
  const eventId = await anEvent({ capacity: 2 });
  const [first, second, third, fourth, fifth] = await Promise.all(Array.from({ length: 5 }, () => aUser()));
  const costs = {
    'a free seat of an event that the process does not know': await comes(eventId, first),
    'a free seat of an event that it knows': await comes(eventId, second),
    'the next ticket of a queue': await comes(eventId, third),
    'somebody with a seat, refused': await comes(eventId, second, 409),
    'somebody who waits, refused with their position': await comes(eventId, third, 409),
    'a check-in': await costOf(() => checkIn(eventId, String(second)), 200),
    'leaving a seat, with a promotion': await leaves(eventId, first),
    'the next ticket while holds are swept': await holdInVain(eventId, 1).then(() => comes(eventId, fourth)),
    'leaving a seat, with a promotion past an open hold': await leaves(eventId, third),
    'leaving the queue': await comes(eventId, fifth).then(() => leaves(eventId, fifth)),
    'leaving a seat, which becomes free': await sweepAll(eventId).then(() => leaves(eventId, fourth)),
  };
  expect(costs).toEqual({
    'a free seat of an event that the process does not know': [2, 3, 9],
    'a free seat of an event that it knows': [1, 0, 9],
    'the next ticket of a queue': [2, 0, 9],
    'somebody with a seat, refused': [1, 0, 0],
    'somebody who waits, refused with their position': [2, 1, 0],
    'a check-in': [2, 3, 7],
    'leaving a seat, with a promotion': [3, 4, 14],
    'the next ticket while holds are swept': [2, 0, 11],
    'leaving a seat, with a promotion past an open hold': [3, 4, 16],
    'leaving the queue': [2, 3, 9],
    'leaving a seat, which becomes free': [2, 3, 7],
  });
});

test('a registration costs at most half a unit more when an organiser says all that they may', async () => {
  const eventId = await anEvent({
    capacity: 2,
    opensAt: '2001-01-01T00:00:00Z',
    closesAt: '2099-01-01T00:00:00Z',
    leaveUntil: '2099-01-01T00:00:00Z',
    waitlistCapacity: 10,
    date: '2027-05-01',
    startsAt: '2027-05-01T19:00',
    endsAt: '2027-05-01T21:00',
    timeZone: 'Europe/Berlin',
    questions: [{ key: 'meal', label: 'Meal?', type: 'text', required: true }],
  });
  const answers = { meal: 'soup' };
  const comesWith = async () => {
    const userId = await aUser();
    return costOf(() => answer(eventId, userId, answers), 201);
  };
  const leaving = await aUser();
  const costs = {
    'a free seat of an event that the process does not know': await comesWith(),
    'a free seat of an event that it knows': await comesWith(),
    'the next ticket of a queue': await comesWith(),
    'leaving the queue': await answer(eventId, leaving, answers).then(() => leaves(eventId, leaving)),
  };
  expect(costs).toEqual({
    // The questions are read once by each process.
    'a free seat of an event that the process does not know': [3, 3.5, 9],
    'a free seat of an event that it knows': [1, 0, 9],
    'the next ticket of a queue': [2, 0, 9],
    'leaving the queue': [2, 3, 9],
  });
});

test('a ticket of an event that the process does not know costs a read and a write', async () => {
  const eventId = await anEvent({ capacity: 1 });
  await answerWith('registerForEvent', registration(eventId, await aUser()), {});
  expect(await comes(eventId, await aUser())).toEqual([2, 3, 9]);
});

test('somebody who comes by a round alone, at four funnels, costs so many calls and units', async () => {
  const [eventId, full] = [await anEvent({ capacity: 9 }), await aFullEventWithoutQueue()];
  const closed = await anEvent();
  for (const one of [eventId, closed]) await registeredUsers(one, 1);
  await updateEvent(closed, { status: 'cancelled' });
  const [first, second, third, fourth] = await Promise.all(Array.from({ length: 4 }, () => aUser()));
  const costs = {
    'a seat by the first round of an event': await comesByRound(eventId, first),
    'a seat by a later round': await comesByRound(eventId, second),
    'somebody with a seat, refused': await comesByRound(eventId, second, 409),
    'somebody who is no user, refused': await comesByRound(eventId, 'nobody', 404),
    'a refusal of the first round of a full event': await comesByRound(full, third, 409),
    'a refusal of a later round of a full event': await comesByRound(full, fourth, 409),
    'a refusal of the first round of a closed event': await comesByRound(closed, third, 409),
  };
  expect(costs).toEqual({
    'a seat by the first round of an event': [10, 5, 18],
    'a seat by a later round': [11, 7, 17],
    'somebody with a seat, refused': [2, 4, 0],
    'somebody who is no user, refused': [1, 3, 0],
    'a refusal of the first round of a full event': [9, 5, 8],
    'a refusal of a later round of a full event': [10, 7, 8],
    'a refusal of the first round of a closed event': [9, 5, 8],
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
    [2, 1, 0],
    [2, 1, 0],
  ]);
});
