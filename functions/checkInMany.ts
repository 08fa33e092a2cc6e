import validate from '#build/validators/checkInMany.js';
import { identify } from '../lib/answers/idempotency.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withBody } from '../lib/handlers/withBody.ts';
import { done } from '../lib/http/reply.ts';
import { checkInMany } from '../lib/registrations/checkInMany.ts';

export const handler = guardedEndpoint(withBody(validate), async (request, _event, { awsRequestId }) => {
  const { path, body, access } = request;
  const batch = {
    eventId: path.eventId,
    request: identify('checkInMany', request),
    requestId: awsRequestId,
    look: access.look,
  };
  const { value: results, isReplay } = await checkInMany(batch, body);
  return done({ results }, isReplay);
});
