import fc from 'fast-check';
import type { Answer } from '../support/api/invoke.ts';
import { checkIn, getEvent, register, stateOf, undoCheckIn, unregister } from '../support/api/operations.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';
import { violationsOf } from '../support/records/violations.ts';

/** What a history of one person at one event leaves: whether they are there, and whether they are in. */
type Standing = { isThere: boolean; isIn: boolean };

/** What each request is answered in a state, and the state after it. */
const EXPECTED: Record<string, (before: Standing) => [code: string, after: Standing]> = {
  register: before =>
    before.isThere ? ['ALREADY_REGISTERED', before] : ['', { isThere: true, isIn: false }],
  unregister(before) {
    if (!before.isThere) return ['REGISTRATION_NOT_FOUND', before];
    return before.isIn ? ['ALREADY_CHECKED_IN', before] : ['', { isThere: false, isIn: false }];
  },
  checkIn: before =>
    before.isThere ? ['', { isThere: true, isIn: true }] : ['REGISTRATION_NOT_FOUND', before],
  undoCheckIn: before =>
    before.isThere ? ['', { isThere: true, isIn: false }] : ['REGISTRATION_NOT_FOUND', before],
};

const REQUESTS = { register, unregister, checkIn, undoCheckIn };
type Request = keyof typeof REQUESTS;
const anyRequest = fc.constantFrom(...(Object.keys(REQUESTS) as Request[]));
const codeOf = ({ status, body }: Answer): string => (status < 300 ? '' : body.code);

/** Whether the requests, in some order, explain their answers and what they left. */
function canBeExplained(before: Standing, answers: [Request, string][], after: Standing): boolean {
  if (answers.length === 0) return before.isThere === after.isThere && before.isIn === after.isIn;
  return answers.some(([request, code], n) => {
    const [expected, next] = EXPECTED[request]?.(before) ?? [];
    return expected === code && next !== undefined && canBeExplained(next, answers.toSpliced(n, 1), after);
  });
}

async function standingOf(eventId: string, userId: string): Promise<Standing> {
  const { event, registrations } = await stateOf(eventId);
  const row = registrations.find((one: { userId: string }) => one.userId === userId);
  const isIn = Boolean(row?.checkedInAt);
  expect(event).toMatchObject({ registeredCount: row ? 1 : 0, checkedInCount: isIn ? 1 : 0 });
  return { isThere: row !== undefined, isIn };
}

test('requests of one person at once have the answers and the result of some order', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyRequest, { minLength: 2, maxLength: 5 }), { maxLength: 4 }),
      async rounds => {
        const [eventId, userId] = [await anEvent(), await aUser()];
        let before: Standing = { isThere: false, isIn: false };
        for (const round of rounds) {
          const answers = await Promise.all(
            round.map(
              async (request): Promise<[Request, string]> => [
                request,
                codeOf(await REQUESTS[request](eventId, userId)),
              ],
            ),
          );
          const after = await standingOf(eventId, userId);
          expect({
            before,
            answers,
            after,
            isExplained: canBeExplained(before, answers, after),
          }).toMatchObject({
            isExplained: true,
          });
          before = after;
        }
      },
    ),
    { numRuns: 40 },
  ));

test('a hundred people who check in at once are all counted, while others leave', async () => {
  const eventId = await anEvent({ capacity: 120 });
  const userIds = await registeredUsers(eventId, 120);
  const [entering, leaving] = [userIds.slice(0, 100), userIds.slice(80)];
  const answers = await Promise.all([
    ...entering.map(userId => checkIn(eventId, userId)),
    ...leaving.map(userId => unregister(eventId, userId)),
  ]);
  for (const answer of answers)
    expect(['', 'ALREADY_CHECKED_IN', 'REGISTRATION_NOT_FOUND']).toContain(codeOf(answer));
  const entered = answers.slice(0, 100).filter(({ status }) => status === 200).length;
  const left = answers.slice(100).filter(({ status }) => status === 200).length;
  expect(entered + left).toBe(120);
  expect((await getEvent(eventId)).body).toMatchObject({
    registeredCount: 120 - left,
    checkedInCount: entered,
  });
  expect(await violationsOf(eventId)).toEqual([]);
});
