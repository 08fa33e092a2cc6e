import validate from '#build/validators/updateUser.js';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withBody } from '../lib/handlers/withBody.ts';
import { tagHeaders, tagsIn } from '../lib/http/etag.ts';
import { ok } from '../lib/http/reply.ts';
import { updateUser } from '../lib/users/updateUser.ts';

export const handler = guardedEndpoint(withBody(validate), async ({ headers, path, body }) => {
  const { user, entityTag } = await updateUser(path.userId, body, tagsIn(headers['if-match']));
  return ok(user, tagHeaders(entityTag));
});
