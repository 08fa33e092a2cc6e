import validate from '#build/validators/listUsers.js';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { listed } from '../lib/http/reply.ts';
import { listUsers } from '../lib/users/listUsers.ts';

export const handler = guardedEndpoint(validate, async ({ query }) => listed(await listUsers(query)));
