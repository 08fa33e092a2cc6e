import type { FromSchema } from 'json-schema-to-ts';
import type { user } from '../../schemas/user.ts';
import { type Item, tagOf, type User } from '../repositories/users.ts';

/** Returns a user as the API answers it, without the counts and marks of the item. */
export const userAnswer = ({ userId, name, createdAt }: User): FromSchema<typeof user> => ({
  userId,
  name,
  createdAt,
});

/** A user with the entity tag of the latest rename. */
export type TaggedUser = { user: User; entityTag: string };

/** Returns a user as the API answers it, with its entity tag. */
export const taggedUser = (item: Item): TaggedUser => ({ user: userAnswer(item), entityTag: tagOf(item) });
