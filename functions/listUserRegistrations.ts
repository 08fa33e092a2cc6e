import validate from '#build/validators/listUserRegistrations.js';
import { endpoint } from '../lib/endpoint.ts';
import { listUserRegistrations } from '../lib/registrationLists.ts';
import { listed } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ path, query }) =>
  listed(await listUserRegistrations(path.userId, query)),
);
