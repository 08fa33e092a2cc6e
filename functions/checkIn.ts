import validate from '#build/validators/checkIn.js';
import { identify } from '../lib/answers/idempotency.ts';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { done } from '../lib/http/reply.ts';
import { checkIn } from '../lib/registrations/checkIn.ts';

export const handler = endpoint(validate, async ({ headers, path }) => {
  const { value, isReplay } = await checkIn(
    path.eventId,
    path.userId,
    identify('checkIn', { headers, path }),
  );
  return done(value, isReplay);
});
