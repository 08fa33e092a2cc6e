import validate from '#build/validators/listUsers.js';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { listed } from '../lib/http/reply.ts';
import { listUsers } from '../lib/users/listUsers.ts';

export const handler = endpoint(validate, async ({ query }) => listed(await listUsers(query)));
