import validate from '#build/validators/checkIn.js';
import { checkIn } from '../lib/checkIn.ts';
import { endpoint } from '../lib/endpoint.ts';
import { keyed } from '../lib/idempotency.ts';
import { done } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ headers, path }) => {
  const { value, isReplay } = await checkIn(path.eventId, path.userId, keyed('checkIn', { headers, path }));
  return done(value, isReplay);
});
