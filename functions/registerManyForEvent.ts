import validate from '#build/validators/registerManyForEvent.js';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withBody } from '../lib/handlers/withBody.ts';
import { done } from '../lib/http/reply.ts';
import { batchOf } from '../lib/registrations/inBatch.ts';
import { registerMany } from '../lib/registrations/registerMany.ts';

export const handler = guardedEndpoint(withBody(validate), async (request, _event, { awsRequestId }) => {
  const batch = batchOf('registerManyForEvent', request, awsRequestId);
  const { value: results, isReplay } = await registerMany(batch, request.body.userIds);
  return done({ results }, isReplay);
});
