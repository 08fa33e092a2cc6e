import type { Context } from 'aws-lambda';
import { handler as releaseStaleHoldsHandler } from '../../../functions/tasks/releaseStaleHolds.ts';
import { TABLES } from '../../../lib/dynamo/client.ts';
import { updateItem } from '../../../lib/dynamo/expressions.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import { violationsOf } from '../../../lib/maintenance/audit.ts';
import type { HoldOutcome } from '../../../lib/repositories/holdOutcomes.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { answerWith, type Faults } from '../../simulator/callFaults.ts';
import type { Answer, TestRequest } from '../api/invoke.ts';
import { expectPeople } from '../api/operations.ts';
import { anEvent, aUser, registeredUsers, stored } from './records.ts';

const MINUTE_MS = 60_000;
const context = { getRemainingTimeInMillis: () => MINUTE_MS } as Context;

/** Runs releaseStaleHolds as its schedule does. */
export const releaseStaleHolds = (handler: unknown = releaseStaleHoldsHandler) =>
  (handler as typeof releaseStaleHoldsHandler)({}, context);

/** Lets that much time pass, by default longer than any request lives, since an event was swept. */
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

/** Has an event forget its recent holds, as it does when many others were acquired since. */
export async function forgetRecentHolds(eventId: string): Promise<void> {
  const { table, key } = seats.ref(eventId);
  const change = {
    set: ['#holds = :others'],
    when: ['attribute_exists(#holds)'],
    values: { others: (await stored(seats.ref(eventId)))?.holds?.fill(0) },
  };
  expect(await transact({ seats: updateItem(table, key, change) })).toEqual({ kind: 'committed' });
}

/** Has the holds of an event that nobody has confirmed so far released. */
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

/** What became of a hold on a seat or a place in the queue of an event. */
export async function holdOutcomeOf(eventId: string, kind: 'seat' | 'queue', number: number) {
  const { incarnation } = (await stored(seats.ref(eventId))) ?? {};
  const ref = { table: TABLES.holdOutcomes, key: { holdId: `${incarnation}#${kind}#${number}` } };
  return (await stored<HoldOutcome>(ref))?.outcome;
}

/**
 * Registers somebody whose first transaction meets a conflict, so that they check their eligibility, acquire a hold and
 * confirm it. Some of the calls meet these faults.
 */
export const inCrowd = (
  eventId: string,
  userId: string,
  faults: Exclude<Faults, (...args: never) => unknown> = {},
) => answerWith('registerForEvent', registration(eventId, userId), { takeSeat: 'conflict', ...faults });

/** An event of one seat, which is taken, and of no waitlist. */
export async function aFullEventWithoutQueue(): Promise<string> {
  const eventId = await anEvent({ capacity: 1, hasWaitlist: false });
  await registeredUsers(eventId, 1);
  return eventId;
}

/** Has people acquire holds at an event, in processes that die before they confirm them. */
export async function holdInVain(eventId: string, people: number): Promise<void> {
  for (let n = 0; n < people; n += 1) {
    expect((await inCrowd(eventId, await aUser(), { confirm: 'dead' })).answer.status).toBe(500);
  }
}

/** The counters of an event, which tell of what is held too. */
export async function countsOf(eventId: string): Promise<[registered?: number, waiting?: number]> {
  const item = await stored(seats.ref(eventId));
  return [item?.registeredCount, item?.waitlistCount];
}

/** The event has exactly these people, in this queue, and an audit finds nothing. */
export async function expectSound(eventId: string, seated: string[], queue: string[]): Promise<void> {
  await expectPeople(eventId, seated, queue);
  expect(await violationsOf(eventId)).toEqual([]);
}

/** A first answer, as it is given to the same request with the same Idempotency-Key again. */
export const replayOf = (first: Answer): Answer => ({
  ...first,
  headers: { ...first.headers, 'idempotency-replayed': 'true' },
});

/** What no Idempotency-Key may be. */
export const BAD_KEYS = [
  ['nothing', ''],
  ['256 characters', 'x'.repeat(256)],
  ['a tab', 'a\tb'],
  ['a letter that is not ASCII', 'ü'],
  ['a control character', '\u007f'],
] as const;
