import * as registrationLists from '../repositories/registrationLists.ts';
import * as seats from '../repositories/seats.ts';
import { fillVacancies } from './fillVacancies.ts';
import { leave, recordRemoval } from './leave.ts';

/**
 * Completes the reopening of an event: takes off it the users who were deleted meanwhile (rule 12), then fills its
 * free seats. It is idempotent, and safe beside any other writer.
 */
export async function reopen(eventId: string, maxRounds?: number): Promise<void> {
  await releaseAnonymous(eventId);
  await fillVacancies(eventId, maxRounds);
}

/**
 * Takes deleted users off an event, as long as it is active. Those in the queue leave first, so that each freed seat
 * goes to somebody who stays.
 */
async function releaseAnonymous(eventId: string): Promise<void> {
  if ((await seats.get(eventId))?.status !== 'active') return;
  const rows = await registrationLists.anonymousAt(eventId);
  for (const seen of rows.sort((a, b) => (a.status < b.status ? 1 : -1))) {
    await leave({
      eventId,
      userId: seen.userId,
      seen,
      evenCheckedIn: true,
      staysAt: ['cancelled', 'completed'],
      record: recordRemoval,
    });
  }
}
