import validate from '#build/validators/transferSeat.js';
import { identify } from '../lib/answers/idempotency.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withBody } from '../lib/handlers/withBody.ts';
import { done } from '../lib/http/reply.ts';
import { transferSeat } from '../lib/registrations/transferSeat.ts';

export const handler = guardedEndpoint(withBody(validate), async request => {
  const { path, body, access } = request;
  const { value, isReplay } = await transferSeat(
    { ...path, ...body },
    identify('transferSeat', request),
    access.findSight,
  );
  return done({ ...value, message: 'Successfully handed the seat on' }, isReplay);
});
