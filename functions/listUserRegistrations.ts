import validate from '#build/validators/listUserRegistrations.js';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { listed } from '../lib/http/reply.ts';
import { listUserRegistrations } from '../lib/registrations/listUserRegistrations.ts';

export const handler = endpoint(validate, async ({ path, query }) =>
  listed(await listUserRegistrations(path.userId, query)),
);
