import { retryRace } from '../core/retryRace.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import { update } from '../dynamo/write.ts';
import * as placeLists from '../repositories/placeLists.ts';
import * as seats from '../repositories/seats.ts';
import * as seatsLifecycle from '../repositories/seatsLifecycle.ts';
import { fillVacancies, type Vacancies } from './fillVacancies.ts';
import { leave } from './leave.ts';
import { loadRegistration } from './loadParticipant.ts';
import { recordRemoval } from './recordRemoval.ts';

const PAGE_SIZE = 1000;

/**
 * Completes the reopening of an event: takes off it the users who were deleted meanwhile (rule 12), then fills its
 * free seats. It is idempotent, and safe beside any other writer.
 */
export async function reopen(eventId: string, vacancies?: Vacancies): Promise<void> {
  await releaseAnonymous(eventId);
  await fillVacancies(eventId, vacancies);
}

/**
 * Takes deleted users off an event, as long as it is active. Those in the queue leave first, so that each freed seat
 * goes to somebody who stays. Only an event where somebody anonymous stayed is looked through.
 */
async function releaseAnonymous(eventId: string): Promise<void> {
  const event = await seats.get(eventId);
  if (!event?.hasAnonymous || event.status !== 'active') return;
  for await (const people of placeLists.allOfEvent(event, PAGE_SIZE)) {
    for (const { userId } of people) if (isAnonymous(userId)) await release(eventId, userId);
  }
  await update(seatsLifecycle.forgetAnonymous(event));
}

/** Takes a deleted user off an event, unless it is not active any more. */
const release = (eventId: string, userId: string): Promise<true> =>
  retryRace<true>(async () => {
    const { event, row } = await loadRegistration(eventId, userId);
    if (event?.status !== 'active' || !row) return true;
    return (await leave(event, row, { entry: recordRemoval(row, 'user_deleted') })) && true;
  });
