import { randomUUID } from 'node:crypto';
import { newEvent, newUsers, register } from './client.ts';

/** Makes an event and a person who is registered for it. Returns the path of a pattern with their ids. */
export async function examplePaths(): Promise<(pattern: string) => string> {
  const eventId = await newEvent({ eventId: randomUUID() });
  const [userId = ''] = await newUsers(1);
  await register(eventId, userId);
  const ids: Record<string, string> = { eventId, userId, file: 'swagger-ui.css' };
  return pattern => pattern.replace(/\{(\w+)\}/g, (_whole, name) => ids[name] ?? '');
}
