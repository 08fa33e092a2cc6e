import { once, streamConsumer } from '../../lib/handlers/streamConsumer.ts';
import type * as users from '../../lib/repositories/users.ts';
import { workAfterDeletion } from '../../lib/users/removeDeletedUser.ts';

/** Reads the changes of Users that say that somebody is deleted, or gone. */
export const handler = streamConsumer<users.Item>(() => once(workAfterDeletion));
