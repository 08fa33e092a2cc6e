import type { RequestOf } from '../../schemas/requests.ts';
import type { Result } from '../answers/idempotency.ts';
import { type CheckedIn, checkIn } from './checkIn.ts';
import { type Batch, type EntryAnswer, inBatch } from './inBatch.ts';

/**
 * Checks people in at an event in the order given, now or at the time when they were scanned.
 * @throws ApiError EVENT_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
 */
export function checkInMany(
  batch: Batch,
  { userIds, checkIns }: RequestOf<'checkInMany'>['body'],
): Promise<Result<EntryAnswer<CheckedIn>[]>> {
  const entries = checkIns ?? (userIds ?? []).map(userId => ({ userId, checkedInAt: null }));
  return inBatch(batch, entries, {
    status: 200,
    carryOut: ({ userId, checkedInAt }, request) =>
      checkIn(batch.eventId, userId, request, batch.findSight, checkedInAt ?? undefined),
  });
}
