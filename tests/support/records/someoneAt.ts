import { register } from '../api/operations.ts';
import { anEvent, aUser } from './records.ts';

/** A person who is registered for new events with these fields, and the ids of those. */
export async function someoneAt(...events: object[]) {
  const userId = await aUser();
  const eventIds = await Promise.all(events.map(fields => anEvent(fields)));
  for (const eventId of eventIds) await register(eventId, userId);
  return { userId, eventIds };
}
