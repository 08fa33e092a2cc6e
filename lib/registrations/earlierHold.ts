import { eventNotFound } from '../core/refusals.ts';
import { closedFor } from '../domain/denial.ts';
import { type Arrival, admissionOf } from '../domain/rounds.ts';
import { batchGet } from '../dynamo/read.ts';
import * as holdOutcomes from '../repositories/holdOutcomes.ts';
import type { Hold } from '../repositories/holds.ts';
import * as roundOutcomes from '../repositories/roundOutcomes.ts';
import * as seats from '../repositories/seats.ts';
import { denied } from './admitOrThrow.ts';
import type { AcquiredHold } from './confirmHold.ts';

/**
 * An earlier request of a person left nothing that is open, or a seat that this request may use, or something that may
 * still be under way.
 */
export type EarlierHold = { kind: 'none' } | { kind: 'seat'; acquired: AcquiredHold } | { kind: 'underWay' };

/**
 * Finds the hold that a person has from an earlier round, in which another request of theirs arrived. A seat may be used
 * while nobody waits, since it is counted for this person already. Correctness: with a ticket this person would be before
 * people who were answered before this request was sent (rule 4), and so would they with a seat while people wait.
 * `askedAt` is the time of this request, in milliseconds since 1970.
 * @throws ApiError EVENT_NOT_FOUND, EVENT_NOT_OPEN, REGISTRATION_NOT_OPEN
 */
export async function earlierHold(
  event: seats.Known,
  arrival: Arrival,
  askedAt: number,
): Promise<EarlierHold> {
  const { eventId, incarnation } = event;
  const ref = roundOutcomes.ref({ incarnation, round: arrival.round }, arrival.funnel);
  const outcome = (await batchGet([ref], { consistent: true }))(ref);
  if (!outcome) return { kind: 'underWay' };
  const admission = admissionOf(outcome, arrival);
  if (admission.kind !== 'seat' && admission.kind !== 'queue') return { kind: 'none' };
  const hold: Hold = { eventId, incarnation, kind: admission.kind, number: admission.number };
  const [open] = await holdOutcomes.withoutOutcome([hold]);
  if (!open) return { kind: 'none' };
  if (hold.kind === 'queue') return { kind: 'underWay' };
  const item = await seats.get(eventId);
  if (!item) throw eventNotFound();
  // The event may have been closed since the hold was acquired (rule 3).
  const closed = closedFor(item, askedAt);
  if (closed) throw denied(closed);
  if (item.waitlistCount > 0) return { kind: 'underWay' };
  // The event may ask something else by now.
  const { questionsVersion } = item;
  return { kind: 'seat', acquired: { hold, position: null, event: { ...outcome, questionsVersion } } };
}
