import * as users from '../../../lib/repositories/users.ts';
import { callsOf } from '../../simulator/calls.ts';
import { stored } from '../records/records.ts';
import { expectProblem } from './expectations.ts';
import { register, stateOf } from './operations.ts';

/** The registration is refused with this sentence, at this cost, and the event and the user are as before. */
export async function expectRefusal(
  eventId: string,
  userId: string,
  [code, detail]: [Parameters<typeof expectProblem>[1], string],
  cost = 1,
): Promise<void> {
  const state = async () => [await stateOf(eventId), await stored(users.ref(userId))];
  const before = await state();
  const calls = await callsOf(async () => expectProblem(await register(eventId, userId), code, detail));
  expect(calls).toHaveLength(cost);
  expect(await state()).toEqual(before);
}
