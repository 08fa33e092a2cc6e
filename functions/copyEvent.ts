import validate from '#build/validators/copyEvent.js';
import { identify } from '../lib/answers/idempotency.ts';
import { copyEvent } from '../lib/events/copyEvent.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withBody } from '../lib/handlers/withBody.ts';
import { created } from '../lib/http/reply.ts';

export const handler = guardedEndpoint(withBody(validate), async request => {
  const { path, body, access } = request;
  const { ownerId, findSight } = access;
  const { value, isReplay } = await copyEvent(path.eventId, body, identify('copyEvent', request), {
    ownerId,
    findSight,
  });
  return created(value, isReplay);
});
