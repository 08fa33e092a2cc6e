import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  PutCommand,
  type PutCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { duringInit } from '../core/init.ts';
import { outcomeUnknown } from '../core/refusals.ts';
import { client } from './client.ts';
import type { Item } from './expressions.ts';
import { itemOf } from './itemChange.ts';
import { rehearseWrite } from './rehearsal.ts';
import { FIRST, isConditionFailure, isContention, withRetries } from './retry.ts';

duringInit(rehearseWrite);

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * One write of a transaction, to an item of type `Stored`. Repositories make writes, and use cases pass them to
 * `transact`. `stored` carries the type, for the compiler alone.
 */
export type Write<Stored = Item> = TransactItem & { stored?: Stored };

/** The writes of one transaction, by name and in order. One that is `undefined` is left out. */
export type Writes = Record<string, Write<unknown> | Write<unknown>[] | undefined>;

/** A transaction holds at most 100 writes. */
export const MAX_WRITES = 100;

/**
 * The result of one write of a refused transaction. The condition of a write in conflict with another writer was not
 * evaluated. `item` is the item that failed the condition.
 */
export type Refusal<Stored = Item> = {
  conditionFailed: boolean;
  conflicted: boolean;
  item: Stored | undefined;
};

type RefusalOf<One> = One extends Write<infer Stored>[]
  ? Refusal<Stored>[]
  : One extends { stored?: infer Stored }
    ? Refusal<Stored>
    : undefined;

/** The result of a transaction, which is committed or refused as a whole. Each refusal has the name of its write. */
export type Outcome<Of extends Writes> =
  | { kind: 'committed' }
  | { kind: 'refused'; refusals: { [Name in keyof Of]: RefusalOf<Of[Name]> } };

/** Which contention with others is returned: any about one write, or any about any write. */
type Yielding<Of extends Writes> = { yieldsToContentionOf?: keyof Of; yieldsToContention?: boolean };

/**
 * Commits all writes or none, and returns failed conditions as values. Contention with other writers is tried again,
 * except for what is to be returned. By its token, a transaction that is sent again counts once.
 */
export async function transact<Of extends Writes>(
  writes: Of,
  { yieldsToContentionOf, yieldsToContention = false }: Yielding<Of> = {},
): Promise<Outcome<Of>> {
  const TransactItems = Object.values(writes).flatMap(write => write ?? []);
  const command = new TransactWriteCommand({ TransactItems, ClientRequestToken: randomUUID() });
  const yieldsTo = (error: unknown) =>
    isContention(error) &&
    (yieldsToContention ||
      (yieldsToContentionOf !== undefined &&
        [refusalsOf(writes, reasonsOf(error))[yieldsToContentionOf]]
          .flat()
          .some(refusal => refusal?.conflicted)));
  try {
    await withRetries(options => client.send(command, options), { unknown: outcomeUnknown, yieldsTo });
    return { kind: 'committed' };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    if (!isConditionFailure(error) && !yieldsTo(error)) throw error;
    return { kind: 'refused', refusals: refusalsOf(writes, reasonsOf(error)) };
  }
}

type Reason = { Code?: string | undefined; Item?: object | undefined };

const reasonsOf = (error: unknown): Reason[] =>
  (error instanceof TransactionCanceledException && error.CancellationReasons) || [];

/** DynamoDB returns one reason for each write, in the order of the writes. */
function refusalsOf<Of extends Writes>(writes: Of, reasons: Reason[]) {
  const left = reasons.map(refusalOf);
  const named = Object.entries(writes).map(([name, write]) => [
    name,
    Array.isArray(write) ? left.splice(0, write.length) : write && left.shift(),
  ]);
  return Object.fromEntries(named) as { [Name in keyof Of]: RefusalOf<Of[Name]> };
}

const refusalOf = ({ Code, Item }: Reason): Refusal => ({
  conditionFailed: Code === 'ConditionalCheckFailed',
  conflicted: Code !== undefined && !['None', 'ConditionalCheckFailed'].includes(Code),
  item: itemOf(Item),
});

/** An update returns the new item, or the item that failed its condition, if there is one. */
export type UpdateOutcome<Stored> =
  | { kind: 'updated'; item: Stored }
  | { kind: 'refused'; item: Stored | undefined };

/**
 * Makes one update by itself, which is never in conflict with others of its kind. A try whose answer was lost may
 * count twice.
 */
export async function update<Stored>(
  { Update }: Write<Stored>,
  { isAwaitedByMany = false } = {},
): Promise<UpdateOutcome<Stored>> {
  const input = { ...Update, ReturnValues: 'ALL_NEW' } as UpdateCommandInput;
  try {
    const { Attributes } = await withRetries(options => client.send(new UpdateCommand(input), options), {
      unknown: outcomeUnknown,
      ...(isAwaitedByMany && FIRST),
    });
    return { kind: 'updated', item: Attributes as Stored };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { kind: 'refused', item: itemOf<Stored>(error.Item) };
  }
}

/** Puts a new item by itself. Returns `false` when its key exists. */
export async function put({ Put }: Write<unknown>): Promise<boolean> {
  try {
    await withRetries(options => client.send(new PutCommand(Put as PutCommandInput), options));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
