import { randomUUID } from 'node:crypto';
import { TABLES } from '../dynamo/client.ts';
import { putNew } from '../dynamo/expressions.ts';
import { query } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';
import type { Item as Registration } from './registrations.ts';

/**
 * Somebody who asks to be taken off an event together with others. `leaveId` is the id of this asking, and begins with
 * its time, so that those who came first are first. Their registration is that of `registrationId` only. The item
 * expires at `expiresAt`, in seconds since 1970.
 */
export type Leaver = {
  incarnation: string;
  leaveId: string;
  askedAt: string;
  userId: string;
  registrationId: string;
  expiresAt: number;
};

/** Those who do the leaving remove the items. What a request left behind that died is of no use to anybody. */
const RETENTION_SECONDS = 3600;

/** Makes the item of somebody who asked at this time, in milliseconds since 1970. */
export function newLeaver(
  incarnation: string,
  { userId, registrationId }: Pick<Registration, 'userId' | 'registrationId'>,
  time: number,
): Leaver {
  const askedAt = new Date(time).toISOString();
  const leaveId = `${askedAt}#${randomUUID()}`;
  const expiresAt = Math.floor(time / 1000) + RETENTION_SECONDS;
  return { incarnation, leaveId, askedAt, userId, registrationId, expiresAt };
}

/** No request lives longer. What an older one asked for is not done any more. */
const MAX_AGE_MS = 20_000;

/** Returns the time when somebody asked, in milliseconds since 1970. */
export const timeOf = ({ askedAt }: Leaver): number => Date.parse(askedAt);

/** Returns whether a request that asked at this time may still be waiting. */
export const mayWait = (leaver: Leaver): boolean => Date.now() - timeOf(leaver) < MAX_AGE_MS;

/** Adds somebody to those who ask. */
export const add = (leaver: Leaver): Write<Leaver> => putNew(TABLES.leavers, leaver, 'leaveId');

/** Takes somebody off those who ask. */
export const remove = ({ incarnation, leaveId }: Leaver): Write<Leaver> => ({
  Delete: { TableName: TABLES.leavers, Key: { incarnation, leaveId } },
});

/** Returns those who asked first of all who still ask, at most `limit`. */
export const first = (incarnation: string, limit: number): Promise<Leaver[]> =>
  query<Leaver>(
    {
      TableName: TABLES.leavers,
      ConsistentRead: true,
      where: '#incarnation = :incarnation',
      values: { incarnation },
    },
    limit,
  );
