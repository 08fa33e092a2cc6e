import { randomUUID } from 'node:crypto';
import { handler as createEventHandler } from '../../functions/createEvent.ts';
import { handler as createUserHandler } from '../../functions/createUser.ts';
import { handler as registerHandler } from '../../functions/registerForEvent.ts';
import { eventBody } from './bodies.ts';
import { type Answer, invoke } from './invoke.ts';

export { eventBody };

async function created(answer: Promise<Answer>) {
  const { status, body } = await answer;
  if (status !== 201) throw new Error(`Expected a 201, got ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Creates an event and returns its id. */
export const anEvent = async (fields: object = {}): Promise<string> =>
  (await created(invoke(createEventHandler, { body: eventBody(fields) }))).eventId;

/** Creates a user and returns their id. */
export const aUser = async (userId: string = randomUUID()): Promise<string> =>
  (await created(invoke(createUserHandler, { body: { userId, name: `Name of ${userId}` } }))).userId;

/** Creates users and registers them one after the other. Returns their ids, in that order. */
export async function registeredUsers(eventId: string, count: number): Promise<string[]> {
  const userIds: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const userId = await aUser();
    await created(invoke(registerHandler, { path: { eventId }, body: { userId } }));
    userIds.push(userId);
  }
  return userIds;
}
