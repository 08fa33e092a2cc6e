import { TABLES } from '../dynamo/client.ts';
import { query } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';
import type * as registrations from './registrations.ts';

/**
 * A deletion of a user, and the id under which things stay of them. `endedAt` is there once their id is free again.
 * It goes by itself after `expiresAt`, in seconds since 1970.
 */
type Deletion = { userId: string; anonymousId: string; endedAt?: string | undefined; expiresAt: number };

/** Longer than a change of a registration can wait for its consumer: in the stream, or among dead records. */
const KEPT_SECONDS = 30 * 86_400;

const put = (deletion: Omit<Deletion, 'expiresAt'>): Write<Deletion> => ({
  Put: {
    TableName: TABLES.deletions,
    Item: { ...deletion, expiresAt: Math.floor(Date.now() / 1000) + KEPT_SECONDS } satisfies Deletion,
  },
});

/** Puts down that a user is deleted. */
export const begin = (userId: string, anonymousId: string): Write<Deletion> => put({ userId, anonymousId });

/** Puts down that the id of a deleted user is free again from now on. */
export const end = (userId: string, anonymousId: string, endedAt: string): Write<Deletion> =>
  put({ userId, anonymousId, endedAt });

/** Sorts behind every time. */
const NOT_YET = '~';

/**
 * The id that stands for the person who made a registration, when they are deleted. The next owner of their id
 * registers after it was free again; the clocks that say so differ by little.
 */
export async function anonymousIdOf({
  userId,
  registeredAt,
}: Pick<registrations.Item, 'userId' | 'registeredAt'>): Promise<string | undefined> {
  const deletions = await query<Deletion>({
    TableName: TABLES.deletions,
    ConsistentRead: true,
    where: '#userId = :userId',
    values: { userId },
  });
  const ends = deletions.map(({ anonymousId, endedAt = NOT_YET }) => ({ anonymousId, endedAt }));
  const later = ends.filter(({ endedAt }) => registeredAt <= endedAt);
  return later.sort((a, b) => (a.endedAt < b.endedAt ? -1 : 1))[0]?.anonymousId;
}
