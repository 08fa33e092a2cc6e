import validate from '#build/validators/checkInMany.js';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withBody } from '../lib/handlers/withBody.ts';
import { done } from '../lib/http/reply.ts';
import { checkInMany } from '../lib/registrations/checkInMany.ts';
import { batchOf } from '../lib/registrations/inBatch.ts';

export const handler = guardedEndpoint(withBody(validate), async (request, _event, { awsRequestId }) => {
  const batch = batchOf('checkInMany', request, awsRequestId);
  const { value: results, isReplay } = await checkInMany(batch, request.body);
  return done({ results }, isReplay);
});
