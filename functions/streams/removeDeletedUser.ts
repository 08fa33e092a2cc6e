import { removeDeletedUser } from '../../lib/deletion.ts';
import type { UserItem } from '../../lib/repositories/users.ts';
import { consumer, once } from '../../lib/stream.ts';

/** Reads the changes of Users that say that somebody is deleted. */
export const handler = consumer<UserItem>(() =>
  once(({ after }) =>
    after?.deletedAt ? { key: after.userId, run: () => removeDeletedUser(after.userId) } : undefined,
  ),
);
