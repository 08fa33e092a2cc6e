import type { Context } from 'aws-lambda';
import { handler as releaseStaleHoldsHandler } from '../../../functions/tasks/releaseStaleHolds.ts';
import { TABLES } from '../../../lib/dynamo/client.ts';
import { updateItem } from '../../../lib/dynamo/expressions.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import { rememberCrowd } from '../../../lib/registrations/crowdMemory.ts';
import { rememberEvent } from '../../../lib/registrations/knownEvents.ts';
import type { HoldOutcome } from '../../../lib/repositories/holdOutcomes.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { answerWith, type NamedFaults } from '../../simulator/callFaults.ts';
import type { Answer, TestRequest } from '../api/invoke.ts';
import { expectPeople } from '../api/operations.ts';
import { anEvent, aUser, registeredUsers, stored } from './records.ts';
import { violationsOf } from './violations.ts';

const MINUTE_MS = 60_000;
const context = { getRemainingTimeInMillis: () => MINUTE_MS } as Context;

/** Runs releaseStaleHolds as its schedule does. */
export const releaseStaleHolds = (handler: unknown = releaseStaleHoldsHandler) =>
  (handler as typeof releaseStaleHoldsHandler)({}, context);

/** Lets time pass since the last sweep of an event. The default is longer than any request. */
export async function letTimePass(eventId: string, ms = MINUTE_MS + 1): Promise<void> {
  const { table, key } = seats.ref(eventId);
  const { sweep } = (await stored(seats.ref(eventId))) ?? {};
  const change = {
    set: ['#sweep.#at = :earlier'],
    when: ['attribute_exists(#sweep)'],
    values: { earlier: (sweep?.at ?? 0) - ms },
  };
  expect(await transact({ seats: updateItem(table, key, change) })).toEqual({ kind: 'committed' });
}

/** Releases the holds of an event that are not confirmed so far. */
export async function sweepAll(eventId: string): Promise<void> {
  for (const _sweep of ['sees them', 'releases them']) {
    if ((await stored(seats.ref(eventId)))?.sweep) await letTimePass(eventId);
    await releaseStaleHolds();
  }
}

export const registration = (eventId: string, userId: string): TestRequest & { body: object } => ({
  method: 'POST',
  path: { eventId },
  body: { userId },
});

/** The outcome of a hold on a seat or in the queue of an event. */
export async function holdOutcomeOf(eventId: string, kind: 'seat' | 'queue', holdNumber: number) {
  const { incarnation } = (await stored(seats.ref(eventId))) ?? {};
  const ref = { table: TABLES.holdOutcomes, key: { holdId: `${incarnation}#${kind}#${holdNumber}` } };
  return (await stored<HoldOutcome>(ref))?.outcome;
}

/** Where a transaction of somebody who registers meets another one, they register by a round. */
export const CONTENDED = { takeSeat: 'conflict', takeTicket: 'conflict' } as const;

/**
 * Registers somebody whose transaction meets another one, so that they come in a round, which acquires a hold for them,
 * and confirm that. Some of the calls meet these faults.
 */
export const inCrowd = (
  eventId: string,
  userId: string,
  faults: NamedFaults = {},
  options: TestRequest = {},
) =>
  answerWith(
    'registerForEvent',
    { ...registration(eventId, userId), ...options },
    { ...CONTENDED, ...faults },
  );

/** Creates users and registers them one after the other, each by a round. Returns their ids, in that order. */
export async function registeredByRounds(eventId: string, count: number): Promise<string[]> {
  const userIds: string[] = [];
  for (let n = 0; n < count; n += 1) {
    rememberEvent((await stored(seats.ref(eventId))) as seats.Item);
    rememberCrowd(eventId);
    userIds.push(...(await registeredUsers(eventId, 1)));
  }
  return userIds;
}

/** An event of one seat, which is taken, without a waitlist. */
export async function aFullEventWithoutQueue(): Promise<string> {
  const eventId = await anEvent({ capacity: 1, hasWaitlist: false });
  await registeredUsers(eventId, 1);
  return eventId;
}

/** People acquire holds at an event in processes that die before they confirm them. */
export async function holdInVain(eventId: string, people: number): Promise<void> {
  for (let n = 0; n < people; n += 1) {
    expect((await inCrowd(eventId, await aUser(), { confirm: 'dead' })).answer.status).toBe(500);
  }
}

/** The counters of an event, which include holds. */
export async function countsOf(eventId: string): Promise<[registered?: number, waiting?: number]> {
  const item = await stored(seats.ref(eventId));
  return [item?.registeredCount, item?.waitlistCount];
}

/** The event has exactly these people, in this queue, and an audit finds nothing. */
export async function expectSound(eventId: string, seated: string[], queue: string[]): Promise<void> {
  await expectPeople(eventId, seated, queue);
  expect(await violationsOf(eventId)).toEqual([]);
}

/** The answer to a repetition of a request with the same Idempotency-Key. */
export const replayOf = (first: Answer): Answer => ({
  ...first,
  headers: { ...first.headers, 'idempotency-replayed': 'true' },
});

/** Values that are no Idempotency-Key. */
export const BAD_KEYS = [
  ['nothing', ''],
  ['256 characters', 'x'.repeat(256)],
  ['a tab', 'a\tb'],
  ['a letter that is not ASCII', 'ü'],
  ['a control character', '\u007f'],
] as const;
