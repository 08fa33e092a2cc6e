import validate from '#build/validators/listUsers.js';
import { endpoint } from '../lib/endpoint.ts';
import { listed } from '../lib/reply.ts';
import { listUsers } from '../lib/users.ts';

export const handler = endpoint(validate, async ({ query }) => listed(await listUsers(query)));
