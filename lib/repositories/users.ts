import { type Ref, scan, TABLES, type Write } from '../dynamo.ts';
import { checkExists, putNew } from '../expressions.ts';

export type User = { userId: string; name: string; createdAt: string };

export const ref = (userId: string): Ref<User> => ({ table: TABLES.users, key: { userId } });

export const create = (user: User): Write => putNew(TABLES.users, user, 'userId');

/** Refuses the transaction when there is no such user. */
export const mustExist = (userId: string): Write => checkExists(TABLES.users, { userId }, 'userId');

/** Users in the table's own order, which no write changes: at most `limit`, after the one with id `after`. */
export const list = (limit: number, after: string | undefined) =>
  scan<User>(TABLES.users, limit, after === undefined ? undefined : { userId: after });
