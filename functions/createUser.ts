import validate from '#build/validators/createUser.js';
import { endpoint } from '../lib/endpoint.ts';
import { created } from '../lib/reply.ts';
import { createUser } from '../lib/users.ts';

export const handler = endpoint(validate, async ({ body }) => {
  const user = await createUser(body);
  return created(user, `/users/${user.userId}`);
});
