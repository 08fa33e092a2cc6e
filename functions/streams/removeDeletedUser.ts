import { once, streamConsumer } from '../../lib/handlers/streamConsumer.ts';
import type * as users from '../../lib/repositories/users.ts';
import { worksAfterDeletion } from '../../lib/users/removeDeletedUser.ts';

/** Reads the changes of Users that mark somebody as deleted, or remove them. */
export const handler = streamConsumer<users.Item>(() => once(worksAfterDeletion));
