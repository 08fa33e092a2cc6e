import * as seats from '../../lib/repositories/seats.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { namesIn } from '../simulator/callNames.ts';
import { inCrowd, letTimePass, registration, releaseStaleHolds, sweepAll } from '../support/records/holds.ts';
import { anEvent, aUser, stored } from '../support/records/records.ts';

describe('a transaction that meets another one', () => {
  const conflictOf = (write: number) => ({
    cancelled: Array.from({ length: 3 }, (_, n) => ({ Code: n === write ? 'TransactionConflict' : 'None' })),
  });

  test.each([
    ['the user', 1],
    ['the registration', 2],
  ])('about %s alone is tried again, and leaves a quiet event without holds', async (_what, write) => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const faults = { takeSeat: [conflictOf(write), conflictOf(write)] };
    const { answer, calls } = await answerWith('registerForEvent', registration(eventId, userId), faults);
    expect([answer.status, namesIn(calls)]).toEqual([201, ['readEvent', 'takeSeat', 'takeSeat', 'takeSeat']]);
    expect(await stored(seats.ref(eventId))).not.toHaveProperty('sweep');
  });
});

test('a free seat is one transaction again when no hold is new since the last sweep', async () => {
  const [eventId, first, second] = [await anEvent(), await aUser(), await aUser()];
  await inCrowd(eventId, first);
  const request = registration(eventId, second);
  await letTimePass(eventId);
  await releaseStaleHolds();
  const { answer, calls } = await answerWith('registerForEvent', request, {});
  expect([answer.status, namesIn(calls)]).toEqual([201, ['readEvent', 'takeSeat']]);
  await sweepAll(eventId);
  expect(await stored(seats.ref(eventId))).not.toHaveProperty('sweep');
});
