import validate from '#build/validators/listUserRegistrations.js';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { listed } from '../lib/http/reply.ts';
import { listUserRegistrations } from '../lib/registrations/listUserRegistrations.ts';

export const handler = guardedEndpoint(validate, async ({ path, query }) =>
  listed(await listUserRegistrations(path.userId, query)),
);
