import validate from '#build/validators/getUser.js';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { tagHeaders } from '../lib/http/etag.ts';
import { ok } from '../lib/http/reply.ts';
import { getUser } from '../lib/users/getUser.ts';

export const handler = guardedEndpoint(validate, async ({ path }) => {
  const { user, entityTag } = await getUser(path.userId);
  return ok(user, tagHeaders(entityTag));
});
