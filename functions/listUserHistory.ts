import validate from '#build/validators/listUserHistory.js';
import { endpoint } from '../lib/endpoint.ts';
import { listUserHistory } from '../lib/history.ts';
import { listed } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ path, query }) =>
  listed(await listUserHistory(path.userId, query)),
);
