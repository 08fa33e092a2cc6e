import { expectProblem } from '../support/api/expectations.ts';
import { updateEvent } from '../support/api/operations.ts';
import { countsOf, expectSound, holdOutcomeOf, inCrowd } from '../support/records/holds.ts';
import { anEvent, aUser } from '../support/records/records.ts';
import { crowd, holdEarlier, lastHoldsOf } from '../support/records/rounds.ts';

describe('somebody whose earlier request holds a seat that it never confirmed', () => {
  test('gets this seat, though it was the last one, and nothing is held twice', async () => {
    const [eventId, userId] = [await anEvent({ capacity: 1, hasWaitlist: false }), await aUser()];
    await holdEarlier(eventId, userId);
    const { answer } = await inCrowd(eventId, userId);
    expect(answer).toMatchObject({ status: 201, body: { status: 'registered' } });
    expect(await lastHoldsOf(eventId)).toEqual([1, 0]);
    expect(await holdOutcomeOf(eventId, 'seat', 1)).toBe('confirmed');
    await expectSound(eventId, [userId], []);
  });

  test('is refused when the event was closed meanwhile', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    await holdEarlier(eventId, userId);
    await updateEvent(eventId, { status: 'cancelled' });
    await crowd(eventId);
    expectProblem((await inCrowd(eventId, userId)).answer, 'EVENT_NOT_OPEN');
    expect(await countsOf(eventId)).toEqual([1, 0]);
  });
});

test('a ticket of an earlier request is not used by a later one, which comes to the end of the queue (rule 4)', async () => {
  const [eventId, first, userId] = [await anEvent({ capacity: 1 }), await aUser(), await aUser()];
  await inCrowd(eventId, first);
  await holdEarlier(eventId, userId);
  const { answer } = await inCrowd(eventId, userId);
  expect(answer).toMatchObject({ status: 201, body: { waitlistPosition: 2 } });
  expect(await lastHoldsOf(eventId)).toMatchObject({ 1: 2 });
});
