import validate from '#build/validators/deleteUser.js';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { noContent } from '../lib/http/reply.ts';
import { deleteUser } from '../lib/users/deleteUser.ts';

export const handler = endpoint(validate, async ({ path }) => {
  await deleteUser(path.userId);
  return noContent();
});
