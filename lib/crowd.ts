import { type Result, replayAfter, storeAnswer } from './answers/idempotency.ts';
import { type Registration, registrationAnswer } from './answers/registrationAnswer.ts';
import { keepingBack, pauseBeforeTry } from './deadline.ts';
import { transact } from './dynamo/write.ts';
import { ApiError } from './errors.ts';
import { followUp } from './followUp.ts';
import { type Answered, look, type Newcomer, type Open, registeredBefore, rowOf } from './newcomer.ts';
import { giveBack, type Taken, takeNumber } from './numbers.ts';
import { outcomeUnknown, userNotFound } from './refusals.ts';
import * as registrations from './repositories/registrations.ts';
import type { SeatsItem } from './repositories/seats.ts';
import * as slips from './repositories/slips.ts';
import * as users from './repositories/users.ts';

const REMEMBERED_MS = 2000;
const crowds = new Set<string>();

/** Whether this process met a crowd at the event a moment ago. Nothing but speed depends on it. */
export const remembersCrowd = (eventId: string): boolean => crowds.has(eventId);

function rememberCrowd(eventId: string): void {
  if (crowds.has(eventId)) return;
  crowds.add(eventId);
  setTimeout(() => crowds.delete(eventId), REMEMBERED_MS).unref();
}

/** Time that is kept for landing a number, and for giving it back. Without it, none is taken. */
const LANDING_MS = 1000;
const GIVING_BACK_MS = 500;

/**
 * Registers in a crowd: looks, since most of it only needs to hear that the event is full; takes a number; and lands
 * it, in a transaction on items that nobody else touches. `seen` is the event as this request saw it just now.
 * @throws ApiError as `look`
 */
export async function registerByNumber(newcomer: Newcomer, seen?: SeatsItem): Promise<Result<Registration>> {
  rememberCrowd(newcomer.eventId);
  let now: Open | Answered = seen ? { kind: 'open', seen } : await look(newcomer);
  for (let tries = 1; ; tries += 1) {
    if (now.kind === 'answered') return now.result;
    const event = now.seen;
    const result = await land(newcomer, await keepingBack(LANDING_MS, () => takeNumber(event)));
    if (result) return result;
    await pauseBeforeTry(tries);
    now = await look(newcomer);
  }
}

/** `undefined` when the number was given back meanwhile, since this took too long. */
async function land(newcomer: Newcomer, taken: Taken): Promise<Result<Registration> | undefined> {
  const { number, position } = taken;
  const item = rowOf(newcomer, number.kind, number.number);
  const value = registrationAnswer(item, position);
  const outcome = await orGiveBack(number, () =>
    transact({
      slip: slips.decide(number, 'landed'),
      user: users.join(newcomer.userId),
      registration: registrations.create(item),
      answer: storeAnswer(newcomer.request, value),
    }),
  );
  if (outcome.kind === 'committed') return { value, isReplay: false };
  const { slip, user, registration, answer } = outcome.refusals;
  if (!slip.conditionFailed) await followUp(() => giveBack(number));
  const first = await replayAfter<Registration>(newcomer.request, answer);
  if (first) return first;
  if (user.conditionFailed) throw userNotFound();
  if (registration.item) return registeredBefore(newcomer, registration.item);
  return undefined;
}

/** Runs `work` so that time is left to give the number back when it fails. */
async function orGiveBack<Outcome>(
  number: slips.TakenNumber,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await keepingBack(GIVING_BACK_MS, work);
  } catch (error) {
    const isBack = await followUp(() => giveBack(number));
    throw isBack || !(error instanceof ApiError) ? error : outcomeUnknown(error);
  }
}
