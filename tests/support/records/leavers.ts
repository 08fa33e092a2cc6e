import { TABLES } from '../../../lib/dynamo/client.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as leavers from '../../../lib/repositories/leavers.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { answerWith, type NamedFaults } from '../../simulator/callFaults.ts';
import { anEvent, registeredUsers, stored } from './records.ts';

export const leaving = (eventId: string, userId = '') => ({ method: 'DELETE', path: { eventId, userId } });

/** An event of two seats, with five people. */
export async function anEventForTwo() {
  const eventId = await anEvent({ capacity: 2 });
  const [first = '', second = '', head = '', next = '', last = ''] = await registeredUsers(eventId, 5);
  return { eventId, first, second, head, next, last };
}

/** The first transaction of somebody who leaves meets another one, so that they go together with others. */
export const IN_CROWD: NamedFaults = { leaveSeat: 'conflict', leaveQueue: 'conflict' };

/** Lets somebody leave together with others, in a new process. Some of the calls meet these faults. */
export const leaveInCrowd = (eventId: string, userId = '', faults: NamedFaults = {}, timeoutMs = 120_000) =>
  answerWith('unregisterFromEvent', { ...leaving(eventId, userId), timeoutMs }, { ...IN_CROWD, ...faults });

/** Somebody asks to leave in a process that dies right after it. */
export async function askInVain(eventId: string, userId = ''): Promise<void> {
  expect((await leaveInCrowd(eventId, userId, { watch: 'dead' })).answer.status).toBe(500);
}

/** Stores that somebody asked to leave so many milliseconds ago, and has not been heard of since. */
export async function askedBefore(eventId: string, userId: string, agoMs: number): Promise<void> {
  const row = await stored(registrations.ref(eventId, userId));
  const { incarnation = '' } = (await stored(seats.ref(eventId))) ?? {};
  if (!row) throw new Error(`${userId} is not at ${eventId}`);
  const leaver = leavers.newLeaver(incarnation, row, Date.now() - agoMs);
  expect(await transact({ asking: leavers.add(leaver) })).toEqual({ kind: 'committed' });
}

/** The ids of those who ask to leave an event, in their order. */
export async function askingAt(eventId: string): Promise<string[]> {
  const { incarnation = '' } = (await stored(seats.ref(eventId))) ?? {};
  return (await leavers.first(incarnation, 1000)).map(({ userId }) => userId);
}

// biome-ignore lint/suspicious/noExplicitAny: calls of every shape
type Written = { Put?: { TableName: string; Item: any } };

/** The people who were promoted by a transaction that takes people off, in the order of those who left. */
export const promotedBy = ({ input }: { input: { TransactItems: Written[] } }): string[] =>
  input.TransactItems.flatMap(({ Put }) =>
    Put?.TableName === TABLES.leaveOutcomes ? (Put.Item.promotedUser?.S ?? []) : [],
  );
