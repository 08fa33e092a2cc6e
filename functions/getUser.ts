import validate from '#build/validators/getUser.js';
import { endpoint } from '../lib/endpoint.ts';
import { ok } from '../lib/reply.ts';
import { getUser } from '../lib/users.ts';

export const handler = endpoint(validate, async ({ path }) => ok(await getUser(path.userId)));
