import { type Registration, registrationAnswer } from '../answers/registrationAnswer.ts';
import { registrationNotFound } from '../core/refusals.ts';
import { retryRace } from '../core/retryRace.ts';
import { nextCheckInChange } from '../domain/checkInChange.ts';
import type { FindSight } from '../domain/drafts.ts';
import { transact } from '../dynamo/write.ts';
import * as places from '../repositories/places.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import { loadParticipant } from './loadParticipant.ts';
import { positionOf } from './positions.ts';

/**
 * Takes a check-in back, whatever the event's status. It is idempotent.
 * @throws ApiError USER_NOT_FOUND, EVENT_NOT_FOUND, REGISTRATION_NOT_FOUND
 */
export const undoCheckIn = (eventId: string, userId: string, findSight: FindSight): Promise<Registration> =>
  retryRace<Registration>(async () => {
    const { event, row } = await loadParticipant(eventId, userId, findSight);
    if (!row) throw registrationNotFound();
    const { checkedInAt, ...undone } = row;
    if (!checkedInAt) return registrationAnswer(row, await positionOf(row, event));
    const change = nextCheckInChange(row, new Date().toISOString());
    const outcome = await transact({
      seats: seats.uncountCheckIn(eventId),
      registration: registrations.unmarkCheckedIn(row, change),
      place: places.unmarkCheckedIn(row, change),
    });
    return outcome.kind === 'committed' ? registrationAnswer(undone, null) : undefined;
  });
