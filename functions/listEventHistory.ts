import validate from '#build/validators/listEventHistory.js';
import { endpoint } from '../lib/endpoint.ts';
import { listEventHistory } from '../lib/history.ts';
import { listed } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ path, query }) =>
  listed(await listEventHistory(path.eventId, query)),
);
