import { batchGet } from './dynamo/read.ts';
import { transact, update } from './dynamo/write.ts';
import { followUp } from './followUp.ts';
import { placeFor } from './newcomer.ts';
import { eventNotFound } from './refusals.ts';
import * as numbers from './repositories/numbers.ts';
import type { SeatsItem } from './repositories/seats.ts';
import * as seats from './repositories/seats.ts';
import * as slips from './repositories/slips.ts';

/** A number, and for one of the queue, which place that is. */
export type Taken = { number: slips.TakenNumber; position: number | null };

/**
 * Holds a seat or a place in the queue by a plain update, of which one event takes hundreds a second where
 * transactions on it run one after another. Its repetition, when its answer was lost, finds the number that it took.
 * @throws ApiError EVENT_NOT_FOUND, EVENT_NOT_OPEN, EVENT_FULL
 */
export async function takeNumber(seen: SeatsItem): Promise<Taken> {
  const { eventId } = seen;
  const taker = numbers.newTaker();
  for (let now = seen; ; ) {
    const { kind } = placeFor(now);
    if (!numbers.isWatched(now)) await update(numbers.beginWatch(eventId, Date.now()));
    const outcome = await update(numbers.take(eventId, kind, taker));
    const item = outcome.kind === 'updated' ? outcome.item : seats.unlessDeleted(outcome.item);
    if (!item) throw eventNotFound();
    const number = numbers.numberOf(item, taker);
    if (number) return { number, position: number.kind === 'seat' ? null : positionOf(number, item) };
    now = item;
  }
}

/** The place of the last ticket is the length of the queue. Others who came after this one hardly left already. */
const positionOf = ({ number }: slips.TakenNumber, { lastTicket, waitlistCount }: SeatsItem) =>
  Math.max(1, waitlistCount - (lastTicket - number));

/** Gives back what a number holds, unless it was landed, or given back, already. Says `true` when that is settled. */
export async function giveBack(number: slips.TakenNumber): Promise<true> {
  await transact({ slip: slips.decide(number, 'void'), seats: numbers.giveBack(number) });
  return true;
}

/** Twice as long as a request may live: a number this old is landed, or nobody will. */
const LONGEST_LIFE_MS = 45_000;

/**
 * Gives back the numbers that nobody landed, since the process died or heard of them too late: those that were there
 * a minute ago and are still undecided. It may run any number of times, beside itself too. Returns how many events were
 * looked at, and how many numbers given back.
 */
export async function returnNumbers(): Promise<{ eventsLookedAt: number; numbersGivenBack: number }> {
  const eventIds = await numbers.watchedIds();
  let numbersGivenBack = 0;
  for (const eventId of eventIds) {
    numbersGivenBack += (await followUp(() => returnNumbersOf(eventId))) ?? 0;
  }
  return { eventsLookedAt: eventIds.length, numbersGivenBack };
}

async function returnNumbersOf(eventId: string): Promise<number> {
  const found = await batchGet([seats.ref(eventId)], { consistent: true });
  const item = found(seats.ref(eventId));
  const now = Date.now();
  if (!numbers.isWatched(item) || now - item.seenAt < LONGEST_LIFE_MS) return 0;
  if (now - item.seenAt > slips.SLIP_IS_KEPT_MS) {
    throw new Error(
      `Numbers of event ${eventId} were not looked at for so long that their slips may be gone`,
    );
  }
  const undecided = await slips.undecided(numbersSeen(item));
  for (const number of undecided) await giveBack(number);
  const hasNewNumbers = item.seatSeen !== item.seatNumber || item.queueSeen !== item.lastTicket;
  await update(hasNewNumbers ? numbers.endRound(item, now) : numbers.endWatch(item));
  return undecided.length;
}

/** The numbers that were there at the last look, and were not looked at before it. */
function numbersSeen(item: numbers.Watched): slips.TakenNumber[] {
  const { eventId, incarnation, seatChecked, seatSeen, queueChecked, queueSeen } = item;
  const range = (kind: slips.TakenNumber['kind'], checked: number, seen: number) =>
    Array.from({ length: seen - checked }, (_, n) => ({
      eventId,
      incarnation,
      kind,
      number: checked + n + 1,
    }));
  return [...range('seat', seatChecked, seatSeen), ...range('queue', queueChecked, queueSeen)];
}
