import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  PutCommand,
  type PutCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { pauseBeforeTry } from '../deadline.ts';
import { outcomeUnknown } from '../refusals.ts';
import { client } from './client.ts';
import { chunks, type Item } from './expressions.ts';
import { itemOf } from './itemChange.ts';
import { isConditionFailure, isConflict, withRetries } from './retry.ts';

/** One write of a transaction. Repositories make them, use cases pass them on to `transact`. */
export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The most writes that a transaction holds. */
export const MAX_WRITES = 100;

/**
 * Why one write of a transaction was refused, and the item that it met, if there is one. `unseen` says that it was
 * in conflict with another writer, so that its condition told nothing.
 */
export type Refusal = { refused: boolean; unseen: boolean; found: Item | undefined };

export type Outcome = { committed: true } | { committed: false; refusals: Refusal[] };

/**
 * Writes all or nothing. A condition that does not hold is a value: one refusal for each write, in order.
 * Conflicts with other writers are tried again, or told when `yieldsToConflicts`; the token makes a try whose answer
 * was lost count once.
 */
export async function transact(
  writes: Write[],
  { yieldsToConflicts = false }: { yieldsToConflicts?: boolean } = {},
): Promise<Outcome> {
  const command = new TransactWriteCommand({ TransactItems: writes, ClientRequestToken: randomUUID() });
  const yieldsTo = (error: unknown) => yieldsToConflicts && isConflict(error);
  try {
    await withRetries(options => client.send(command, options), { unknown: outcomeUnknown, yieldsTo });
    return { committed: true };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    if (!isConditionFailure(error) && !yieldsTo(error)) throw error;
    return { committed: false, refusals: (error.CancellationReasons ?? []).map(refusalOf) };
  }
}

const refusalOf = ({ Code, Item }: { Code?: string; Item?: object }): Refusal => ({
  refused: Code === 'ConditionalCheckFailed',
  unseen: Code !== undefined && !['None', 'ConditionalCheckFailed'].includes(Code),
  found: itemOf(Item),
});

/**
 * Makes one update by itself, which never is in conflict with others of its kind. Returns the item after it, or, when
 * a condition does not hold, before it. A try whose answer was lost may count twice.
 */
export async function update<Found>({
  Update,
}: Write): Promise<{ updated: Found } | { refusedBy: Found | undefined }> {
  const input = { ...Update, ReturnValues: 'ALL_NEW' } as UpdateCommandInput;
  try {
    const { Attributes } = await withRetries(options => client.send(new UpdateCommand(input), options), {
      unknown: outcomeUnknown,
    });
    return { updated: Attributes as Found };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { refusedBy: itemOf<Found>(error.Item) };
  }
}

/** Puts a new item by itself. Returns `false` when one with its key is there. */
export async function put({ Put }: Write): Promise<boolean> {
  try {
    await withRetries(options => client.send(new PutCommand(Put as PutCommandInput), options));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

const BATCH_PUT_ITEMS = 25;

/** Puts items in their places, whatever is there: for those whose content follows from their key. */
export async function batchPut(table: string, items: Item[]): Promise<void> {
  await Promise.all(chunks(items, BATCH_PUT_ITEMS).map(batch => putBatch(table, batch)));
}

async function putBatch(table: string, items: Item[]): Promise<void> {
  let unprocessed: WriteRequests = items.map(Item => ({ PutRequest: { Item } }));
  for (let tries = 1; ; tries += 1) {
    const command = new BatchWriteCommand({ RequestItems: { [table]: unprocessed } });
    const answer = await withRetries(options => client.send(command, options));
    unprocessed = answer.UnprocessedItems?.[table] ?? [];
    if (unprocessed.length === 0) return;
    await pauseBeforeTry(tries);
  }
}

type WriteRequests = NonNullable<BatchWriteCommandInput['RequestItems']>[string];
