import type { FromSchema } from 'json-schema-to-ts';
import type { user } from '../../schemas/user.ts';
import type { User } from '../repositories/users.ts';

/** Returns a user as the API answers it, without the counts and marks of the item. */
export const userAnswer = ({ userId, name, createdAt }: User): FromSchema<typeof user> => ({
  userId,
  name,
  createdAt,
});
