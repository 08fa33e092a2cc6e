import type { UserItem } from '../../lib/repositories/users.ts';
import { consumer, once } from '../../lib/stream.ts';
import { workAfterDeletion } from '../../lib/userDeletion.ts';

/** Reads the changes of Users that say that somebody is deleted, or gone. */
export const handler = consumer<UserItem>(() => once(workAfterDeletion));
