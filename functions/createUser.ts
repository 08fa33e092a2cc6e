import validate from '#build/validators/createUser.js';
import { endpoint } from '../lib/endpoint.ts';
import { keyed } from '../lib/idempotency.ts';
import { created } from '../lib/reply.ts';
import { createUser } from '../lib/users.ts';

export const handler = endpoint(validate, async request => {
  const { value, isReplay } = await createUser(request.body, keyed('createUser', request));
  return created(value, isReplay, { Location: `users/${value.userId}` });
});
