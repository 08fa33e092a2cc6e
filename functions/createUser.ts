import validate from '#build/validators/createUser.js';
import { identify } from '../lib/answers/idempotency.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withBody } from '../lib/handlers/withBody.ts';
import { created } from '../lib/http/reply.ts';
import { createUser } from '../lib/users/createUser.ts';

export const handler = guardedEndpoint(withBody(validate), async request => {
  const { caller } = request.access;
  const body = { userId: caller?.userId, ...request.body };
  const { value, isReplay } = await createUser(body, identify('createUser', request), {
    refusesRetired: caller !== undefined,
  });
  return created(value, isReplay, { Location: `users/${value.userId}` });
});
