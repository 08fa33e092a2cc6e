import { randomUUID } from 'node:crypto';
import { access, type Who } from '../../../schemas/access.ts';
import type { OperationId } from '../../../schemas/requests.ts';
import type { AccessControlled } from '../access/accessControlled.ts';
import { anEvent, aUser } from '../records/records.ts';
import type { Story } from './story.ts';

/**
 * Returns the requests that make a function send what only access control sends: whether a stranger may send one is
 * looked up, a person without an id makes their own user, and a feed is opened by a secret. A function for anyone
 * sends nothing more.
 */
export function guardedStory(operationId: OperationId, service: AccessControlled): Story | undefined {
  const allowed: readonly Who[] = access[operationId];
  if (allowed.includes('anyone')) return undefined;
  return async tell => {
    const headers = await service.authorization({ userId: randomUUID() });
    if (operationId === 'createUser') return tell(201, { headers, body: { name: 'Ada' } });
    const path = { eventId: await anEvent(), userId: await aUser() };
    await tell(403, { headers, path, body: { userId: path.userId } });
    if (allowed.includes('feed')) await tell(401, { path, query: { token: 'a-secret' } });
  };
}
