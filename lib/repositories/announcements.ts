import { TABLES } from '../dynamo/client.ts';
import { putNew } from '../dynamo/expressions.ts';
import { batchPut, put, type Write } from '../dynamo/write.ts';

/**
 * A change of an event that the webhook is told, to everybody or about one registration. It outlives what it tells
 * of, and goes by itself after `expiresAt`, in seconds since 1970.
 */
export type Item = {
  announcementId: string;
  eventId: string;
  type: string;
  time: string;
  data: object;
  expiresAt: number;
};

/** Puts announcements in their places. Again: the same ones in the same places. */
export const putAll = (announcements: Item[]): Promise<void> => batchPut(TABLES.announcements, announcements);

/** Puts a new announcement down, in the transaction of what it tells. */
export const create = (announcement: Item): Write<Item> =>
  putNew(TABLES.announcements, announcement, 'announcementId');

/** Puts an announcement down, unless it is there: as it was then. */
export const putFirst = (announcement: Item): Promise<boolean> => put(create(announcement));
