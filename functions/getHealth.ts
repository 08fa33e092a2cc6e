import validate from '#build/validators/getHealth.js';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { ok } from '../lib/http/reply.ts';
import { isHealthy } from '../lib/maintenance/health.ts';

export const handler = endpoint(validate, async (_request, _event, { awsRequestId }) =>
  (await isHealthy(awsRequestId))
    ? ok({ status: 'healthy' })
    : { status: 503, body: { status: 'unhealthy' } },
);
