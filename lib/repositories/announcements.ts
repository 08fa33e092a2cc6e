import { batchPut } from '../dynamo/batchPut.ts';
import { TABLES } from '../dynamo/client.ts';
import { putNew } from '../dynamo/expressions.ts';
import { put, type Write } from '../dynamo/write.ts';

/**
 * An announcement to the webhook that an event changed, for everybody or about one registration. It outlives its
 * subject, and expires at `expiresAt`, in seconds since 1970.
 */
export type Item = {
  announcementId: string;
  eventId: string;
  type: string;
  time: string;
  data: { event?: object; [field: string]: unknown };
  expiresAt: number;
};

/** Puts announcements. Repeating it puts the same ones under the same keys. */
export const putAll = (announcements: Item[]): Promise<void> => batchPut(TABLES.announcements, announcements);

/** Puts a new announcement, in the transaction that makes the change. */
export const create = (announcement: Item): Write<Item> =>
  putNew(TABLES.announcements, announcement, 'announcementId');

/** Puts an announcement, unless it exists, so that the first one stays. */
export const putFirst = (announcement: Item): Promise<boolean> => put(create(announcement));
