import * as history from '../../../lib/repositories/history.ts';
import { register, stateOf } from '../api/operations.ts';
import { registeredUsers, wholeEntries } from './records.ts';

/** Registers a user between other people. Returns the other people, in their order. */
export async function registerAmong(
  eventId: string,
  userId: string,
  before: number,
  after: number,
): Promise<string[]> {
  const others = await registeredUsers(eventId, before);
  expect((await register(eventId, userId)).status).toBe(201);
  return [...others, ...(await registeredUsers(eventId, after))];
}

/** The time of promotion of each person with a registration. */
export const promotionsOf = async (eventId: string) => {
  const rows: { userId: string; promotedAt: string | null }[] = (await stateOf(eventId)).registrations;
  return Object.fromEntries(rows.map(({ userId, promotedAt }) => [userId, promotedAt]));
};

/** The history of a user or of an anonymous id, in short and sorted. */
export const removals = async (anonymousId: string) =>
  (await wholeEntries(await history.ofUser(anonymousId, 99)))
    .map(({ eventId, change, cause, status }) => [eventId, change, cause, status].join(' '))
    .sort();
