import validate from '#build/validators/listEventRegistrations.js';
import { endpoint } from '../lib/endpoint.ts';
import { listEventRegistrations } from '../lib/registrationLists.ts';
import { listed } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ path, query }) =>
  listed(await listEventRegistrations(path.eventId, query)),
);
