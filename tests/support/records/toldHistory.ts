import type { DynamoDBRecord } from 'aws-lambda';
import { handler } from '../../../functions/streams/recordHistory.ts';
import type * as history from '../../../lib/repositories/history.ts';
import { deleteUser, removeDeletedUsers } from '../api/operations.ts';
import { itemsOf } from './items.ts';
import { anonymousIdOf } from './records.ts';
import { deliver, recordsOf } from './streams.ts';

export const changesOf = (work: () => Promise<unknown>) => recordsOf('registrations', work);

export const record = async (records: DynamoDBRecord[], run: unknown = handler) =>
  expect(await deliver(run, records)).toEqual({ batchItemFailures: [] });

/** What the history of an event says, and of whom. */
export const toldOf = async (eventId: string) =>
  (await itemsOf<history.Entry>('history', eventId))
    .map(({ userId, change, cause }) => `${userId} ${change} ${cause}`)
    .sort();

/** Deletes somebody, and returns the id under which things stay of them. */
export async function deleted(userId: string): Promise<string> {
  await deleteUser(userId);
  const anonymousId = await anonymousIdOf(userId);
  await removeDeletedUsers();
  return anonymousId;
}
