import validate from '#build/validators/createUser.js';
import { identify } from '../lib/answers/idempotency.ts';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { created } from '../lib/http/reply.ts';
import { createUser } from '../lib/users/createUser.ts';

export const handler = endpoint(validate, async request => {
  const { value, isReplay } = await createUser(request.body, identify('createUser', request));
  return created(value, isReplay, { Location: `users/${value.userId}` });
});
