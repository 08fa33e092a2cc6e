import validate from '#build/validators/checkIn.js';
import { identify } from '../lib/answers/idempotency.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { done } from '../lib/http/reply.ts';
import { checkIn } from '../lib/registrations/checkIn.ts';

export const handler = guardedEndpoint(validate, async ({ headers, path, access }) => {
  const { eventId, userId } = path;
  const request = identify('checkIn', { headers, path, access });
  const { value, isReplay } = await checkIn(eventId, userId, request, access.findSight);
  return done(value, isReplay);
});
