import validate from '#build/validators/deleteUser.js';
import { endpoint } from '../lib/endpoint.ts';
import { noContent } from '../lib/reply.ts';
import { deleteUser } from '../lib/userDeletion.ts';

export const handler = endpoint(validate, async ({ path }) => {
  await deleteUser(path.userId);
  return noContent();
});
