import validate from '#build/validators/deleteUser.js';
import { deleteUser } from '../lib/deletion.ts';
import { endpoint } from '../lib/endpoint.ts';
import { noContent } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ path }) => {
  await deleteUser(path.userId);
  return noContent();
});
