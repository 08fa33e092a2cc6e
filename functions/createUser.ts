import validate from '#build/validators/createUser.js';
import { identify } from '../lib/answers/idempotency.ts';
import { taggedUser } from '../lib/answers/userAnswer.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withBody } from '../lib/handlers/withBody.ts';
import { tagHeaders } from '../lib/http/etag.ts';
import { created } from '../lib/http/reply.ts';
import { createUser } from '../lib/users/createUser.ts';

export const handler = guardedEndpoint(withBody(validate), async request => {
  const { caller } = request.access;
  const body = { userId: caller?.userId, ...request.body };
  const { value, isReplay } = await createUser(body, identify('createUser', request), {
    refusesRetired: caller !== undefined,
  });
  const { user, entityTag } = taggedUser(value);
  return created(user, isReplay, { Location: `users/${user.userId}`, ...tagHeaders(entityTag) });
});
