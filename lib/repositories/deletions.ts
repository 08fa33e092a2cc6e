import { TABLES } from '../dynamo/client.ts';
import { query } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';
import type * as registrations from './registrations.ts';

/**
 * The deletion of a user. `anonymousId` replaces their id where their history stays. `endedAt` is set once their id is
 * free again. The item expires at `expiresAt`, in seconds since 1970.
 */
type Deletion = { userId: string; anonymousId: string; endedAt?: string | undefined; expiresAt: number };

/** No change of a registration waits as long for its consumer, in the stream or among dead records. */
const RETENTION_SECONDS = 30 * 86_400;

const put = (deletion: Omit<Deletion, 'expiresAt'>): Write<Deletion> => ({
  Put: {
    TableName: TABLES.deletions,
    Item: { ...deletion, expiresAt: Math.floor(Date.now() / 1000) + RETENTION_SECONDS } satisfies Deletion,
  },
});

/** Records that a user is deleted. */
export const begin = (userId: string, anonymousId: string): Write<Deletion> => put({ userId, anonymousId });

/** Records that the id of a deleted user is free again from `endedAt` on. */
export const end = (userId: string, anonymousId: string, endedAt: string): Write<Deletion> =>
  put({ userId, anonymousId, endedAt });

/** `NOT_YET` sorts behind every time. */
const NOT_YET = '~';

/**
 * Returns the id that replaces the person who made a registration, or `undefined` when they are not deleted. The next
 * owner of their id registers after it was free again. The clocks that decide this differ by little.
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
