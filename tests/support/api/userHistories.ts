import { anEvent, aUser } from '../records/records.ts';
import { recordHistory, register, unregister } from './operations.ts';

/** Someone who registered for two events, and left one of them. */
export async function aUserWithHistory() {
  const [userId, left, kept] = [await aUser(), await anEvent(), await anEvent()];
  for (const eventId of [left, kept]) await register(eventId, userId);
  await unregister(left, userId);
  await recordHistory();
  return { userId, left, kept };
}
