import validate from '#build/validators/getUser.js';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { ok } from '../lib/http/reply.ts';
import { getUser } from '../lib/users/getUser.ts';

export const handler = endpoint(validate, async ({ path }) => ok(await getUser(path.userId)));
