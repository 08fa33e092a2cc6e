import { countsOf, expectSound, holdOutcomeOf, inCrowd } from '../support/records/holds.ts';
import { aUser } from '../support/records/records.ts';
import { lastHoldsOf } from '../support/records/rounds.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

const STEPS = ['arrive', 'fence', 'commit', 'publish', 'confirm'] as const;

describe.each([
  ['a seat', 0, 'seat', [1, 0], [1, 0]],
  ['a position in the queue', 1, 'queue', [1, 1], [0, 1]],
] as const)('somebody who gets %s by a round', (_what, people, kind, counts, holds) => {
  test.each(STEPS)('counts once, when the answer to each of two tries to %s was lost', async step => {
    const [{ eventId, userIds }, userId] = [await aFullEvent(people), await aUser()];
    const { answer } = await inCrowd(eventId, userId, { [step]: ['lost', 'lost'] });
    expect(answer.status).toBe(201);
    expect([await countsOf(eventId), await lastHoldsOf(eventId)]).toEqual([counts, holds]);
    expect(await holdOutcomeOf(eventId, kind, 1)).toBe('confirmed');
    const [seated = '', ...queue] = [...userIds, userId];
    await expectSound(eventId, [seated], queue);
  });
});
