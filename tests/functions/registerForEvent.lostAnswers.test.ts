import { randomUUID } from 'node:crypto';
import { answerWith, type Faults } from '../simulator/callFaults.ts';
import { namesIn } from '../simulator/callNames.ts';
import type { TestRequest } from '../support/api/invoke.ts';
import { stateOf } from '../support/api/operations.ts';
import { CONTENDED, expectSound } from '../support/records/holds.ts';
import { anEvent, aUser } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';
import { violationsOf } from '../support/records/violations.ts';

/** A request to register somebody new, with a key of its own unless one is given. */
async function requestFor(eventId: string, key: string = randomUUID()) {
  const [path, body] = [{ eventId }, { userId: await aUser() }];
  return { method: 'POST', headers: { 'idempotency-key': key }, path, body };
}

const sendWith = async (request: TestRequest, faults: Faults) =>
  (await answerWith('registerForEvent', request, faults)).answer;

const aSeat = () => anEvent({ capacity: 1 });
const aPlace = async () => (await aFullEvent(2)).eventId;

describe('a lost answer of the database', () => {
  test.each<[string, () => Promise<string>, Faults]>([
    ['a seat', aSeat, { takeSeat: 'lost' }],
    ['a position in the queue', aPlace, { takeTicket: 'lost' }],
    ['a seat by a hold', aSeat, { ...CONTENDED, confirm: 'lost' }],
    ['a position in the queue by a hold', aPlace, { ...CONTENDED, confirm: 'lost' }],
  ])('does not turn somebody who got %s into one who was already there', async (_what, prepare, faults) => {
    const { headers: _, ...request } = await requestFor(await prepare());
    const answer = await sendWith(request, faults);
    const { message, ...row } = answer.body;
    expect(row.status).toBe(prepare === aSeat ? 'registered' : 'waitlisted');
    expect((await stateOf(request.path.eventId)).registrations).toContainEqual(row);
    expect(await violationsOf(request.path.eventId)).toEqual([]);
  });

  test.each([
    ['a seat', 0, 'leaveSeat', ['leaveSeat', 'leaveSeat']],
    ['a position in the queue', 2, 'leaveQueue', ['leaveQueue', 'leaveQueue']],
  ] as const)(
    'does not turn somebody who left %s into one who was never there, and names the promoted person',
    async (_what, index, call, transactions) => {
      const { eventId, userIds } = await aFullEvent(3);
      const path = { eventId, userId: String(userIds[index]) };
      const { answer, calls } = await answerWith('unregisterFromEvent', { path }, { [call]: 'lost' });
      expect(namesIn(calls).filter(name => name.startsWith('leave'))).toEqual(transactions);
      expect(answer.status).toBe(200);
      expect(answer.body.promotedUser).toBe(call === 'leaveSeat' ? userIds[1] : undefined);
      const [seat = '', ...queue] = userIds.filter(userId => userId !== path.userId);
      await expectSound(eventId, [seat], queue);
    },
  );
});
