import validate from '#build/validators/getHealth.js';
import { endpoint } from '../lib/endpoint.ts';
import { isHealthy } from '../lib/health.ts';
import { ok } from '../lib/reply.ts';

export const handler = endpoint(validate, async (_request, _event, { awsRequestId }) =>
  (await isHealthy(awsRequestId))
    ? ok({ status: 'healthy' })
    : { status: 503, body: { status: 'unhealthy' } },
);
