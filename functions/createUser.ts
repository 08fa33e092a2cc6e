import validate from '#build/validators/createUser.js';
import { identify } from '../lib/answers/idempotency.ts';
import { endpoint } from '../lib/endpoint.ts';
import { created } from '../lib/reply.ts';
import { createUser } from '../lib/users.ts';

export const handler = endpoint(validate, async request => {
  const { value, isReplay } = await createUser(request.body, identify('createUser', request));
  return created(value, isReplay, { Location: `users/${value.userId}` });
});
