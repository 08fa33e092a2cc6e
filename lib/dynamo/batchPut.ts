import { BatchWriteCommand, type BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { pauseBeforeTry } from '../core/deadline.ts';
import { client } from './client.ts';
import { chunks, type Item } from './expressions.ts';
import { FIRST, type RetryOptions, withRetries } from './retry.ts';

const BATCH_PUT_ITEMS = 25;

/**
 * Puts items and replaces those with the same keys. Their content follows from their keys. Items for which
 * many people wait are put before all that wait for their turn.
 */
export async function batchPut(
  table: string,
  items: Item[],
  { isAwaitedByMany = false } = {},
): Promise<void> {
  await Promise.all(chunks(items, BATCH_PUT_ITEMS).map(batch => putBatch(table, batch, isAwaitedByMany)));
}

async function putBatch(table: string, items: Item[], isAwaitedByMany: boolean): Promise<void> {
  const retrying: RetryOptions = isAwaitedByMany ? FIRST : {};
  let unprocessed: WriteRequests = items.map(Item => ({ PutRequest: { Item } }));
  for (let tries = 1; ; tries += 1) {
    const command = new BatchWriteCommand({ RequestItems: { [table]: unprocessed } });
    const answer = await withRetries(options => client.send(command, options), retrying);
    unprocessed = answer.UnprocessedItems?.[table] ?? [];
    if (unprocessed.length === 0) return;
    await pauseBeforeTry(tries, retrying);
  }
}

type WriteRequests = NonNullable<BatchWriteCommandInput['RequestItems']>[string];
