import { deleteUser, removeDeletedUsers, updateEvent } from '../api/operations.ts';
import { anonymousIdOf } from './records.ts';

export const complete = (eventId: string) => updateEvent(eventId, { status: 'completed' });

/** Deletes people, and takes them off their events. Returns the ids under which things stay of them. */
export async function anonymised(...userIds: string[]): Promise<string[]> {
  for (const userId of userIds) expect((await deleteUser(userId)).status).toBe(204);
  const anonymousIds = await Promise.all(userIds.map(anonymousIdOf));
  await removeDeletedUsers();
  return anonymousIds;
}
