import type { DynamoDBRecord } from 'aws-lambda';
import type { Announcement } from '../../lib/repositories/announcements.ts';
import { itemsOf } from './items.ts';
import { recordsOf } from './streams.ts';

/** The environment of a function that tells a webhook. */
export const WEBHOOK = {
  WEBHOOK_URL: 'http://127.0.0.1:9',
  WEBHOOK_SECRET: `whsec_${btoa('a secret of the tests')}`,
};

/** What is put down for an event, in the order of the types. */
export async function announced(eventId: string): Promise<Announcement[]> {
  const all = await itemsOf<Announcement>('announcements', eventId);
  return all.sort((a, b) => (`${a.type} ${a.announcementId}` < `${b.type} ${b.announcementId}` ? -1 : 1));
}

/** What the streams of an event's two items tell of the changes that `work` makes. */
export async function eventChangesOf(work: () => Promise<unknown>): Promise<DynamoDBRecord[]> {
  let ofEvents: DynamoDBRecord[] = [];
  const ofSeats = await recordsOf('seats', async () => {
    ofEvents = await recordsOf('events', work);
  });
  return [...ofSeats, ...ofEvents];
}
