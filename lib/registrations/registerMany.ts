import type { Result } from '../answers/idempotency.ts';
import { type NewRegistration, newRegistrationAnswer } from '../answers/newRegistration.ts';
import { type Batch, type EntryAnswer, inBatch } from './inBatch.ts';
import { register } from './register.ts';

/**
 * Registers people for an event in the order given, so that they wait in that order.
 * @throws ApiError EVENT_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
 */
export async function registerMany(
  batch: Batch,
  userIds: string[],
): Promise<Result<EntryAnswer<NewRegistration>[]>> {
  const entries = userIds.map(userId => ({ userId }));
  const { value, isReplay } = await inBatch(batch, entries, {
    status: 201,
    carryOut: ({ userId }, request) => register(batch.eventId, { userId }, request, batch.findSight),
  });
  const told = value.map(({ registration, ...entry }) => ({
    ...entry,
    ...(registration && { registration: newRegistrationAnswer(registration) }),
  }));
  return { value: told, isReplay };
}
