import * as registrationLists from '../repositories/registrationLists.ts';
import * as seats from '../repositories/seats.ts';
import { fillVacancies } from './fillVacancies.ts';
import { leave, recordRemoval } from './leave.ts';

/**
 * Does what an event that is active again leaves to do: takes people off it who were deleted while it was not (rule
 * 12), then fills its free seats. It may run any number of times, beside any other writer.
 */
export async function reopen(eventId: string, maxRounds?: number): Promise<void> {
  await releaseAnonymous(eventId);
  await fillVacancies(eventId, maxRounds);
}

/** Those who wait go first, so that each seat finds somebody to go to. They stay once the event is not active. */
async function releaseAnonymous(eventId: string): Promise<void> {
  if ((await seats.get(eventId))?.status !== 'active') return;
  const rows = await registrationLists.anonymousAt(eventId);
  for (const seen of rows.sort((a, b) => (a.status < b.status ? 1 : -1))) {
    await leave({
      eventId,
      userId: seen.userId,
      seen,
      goesCheckedIn: true,
      staysAt: ['cancelled', 'completed'],
      record: recordRemoval,
    });
  }
}
