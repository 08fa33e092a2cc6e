import validate from '#build/validators/deleteUser.js';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { noContent } from '../lib/http/reply.ts';
import { deleteUser } from '../lib/users/deleteUser.ts';

export const handler = guardedEndpoint(validate, async ({ path, access }) => {
  await deleteUser(path.userId, { retiresId: access.caller !== undefined });
  return noContent();
});
