import {
  BatchGetCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
  TransactGetCommand,
} from '@aws-sdk/lib-dynamodb';
import { pauseBeforeTry } from '../core/deadline.ts';
import { duringInit } from '../core/init.ts';
import type { SendOptions } from './callQueue.ts';
import { client } from './client.ts';
import { chunks, type Item, type Key, parameters } from './expressions.ts';
import { rehearseRead } from './rehearsal.ts';
import { FIRST, type RetryOptions, withRetries } from './retry.ts';

const BATCH_GET_KEYS = 100;

duringInit(rehearseRead);

const READ: RetryOptions = { isRead: true };

/** The address of one item. `found` carries the item's type, for the compiler alone. */
export type Ref<Found> = { table: string; key: Key; found?: Found };

/** Returns what a batch read found at an address that it was given. */
export type Lookup = <Found>(ref: Ref<Found>) => Found | undefined;

const addressOf = (table: string, key: Item) => [table, ...Object.values(key)].join(' ');

type Reading = { consistent: boolean; isUrgent?: boolean; isAwaitedByMany?: boolean };

/** Reads items by key, from several tables at once. */
export async function batchGet(refs: Ref<unknown>[], reading: Reading): Promise<Lookup> {
  const distinct = [...new Map(refs.map(ref => [addressOf(ref.table, ref.key), ref])).values()];
  const batches = await Promise.all(chunks(distinct, BATCH_GET_KEYS).map(batch => getBatch(batch, reading)));
  const found = new Map(batches.flat());
  return <Found>({ table, key }: Ref<Found>) => found.get(addressOf(table, key)) as Found | undefined;
}

type KeysByTable = Record<string, { Keys: Key[]; ConsistentRead: boolean }>;

async function getBatch(refs: Ref<unknown>[], reading: Reading): Promise<[address: string, Item][]> {
  const { consistent: ConsistentRead, isUrgent = false, isAwaitedByMany = false } = reading;
  const retrying: RetryOptions = { ...(isAwaitedByMany ? FIRST : { isUrgent }), isRead: true };
  const found: [string, Item][] = [];
  let RequestItems: KeysByTable = {};
  for (const { table, key } of refs) {
    RequestItems[table] ??= { Keys: [], ConsistentRead };
    RequestItems[table].Keys.push(key);
  }
  const keyAttributes = Object.fromEntries(refs.map(({ table, key }) => [table, Object.keys(key)]));
  for (let tries = 1; ; tries += 1) {
    const input = { RequestItems };
    const answer = await withRetries(options => client.send(new BatchGetCommand(input), options), retrying);
    for (const [table, items] of Object.entries(answer.Responses ?? {})) {
      for (const item of items) {
        const key = Object.fromEntries((keyAttributes[table] ?? []).map(name => [name, item[name]]));
        found.push([addressOf(table, key), item]);
      }
    }
    RequestItems = (answer.UnprocessedKeys ?? {}) as KeysByTable;
    if (Object.keys(RequestItems).length === 0) return found;
    await pauseBeforeTry(tries, retrying);
  }
}

/**
 * Reads one item when no transaction is under way on it. Correctness: a plain read may still see an item as before a
 * transaction whose other items already show it.
 */
export async function getSettled<Found>({ table, key }: Ref<Found>): Promise<Found | undefined> {
  const command = new TransactGetCommand({ TransactItems: [{ Get: { TableName: table, Key: key } }] });
  const { Responses = [] } = await withRetries(options => client.send(command, options), READ);
  return Responses[0]?.Item as Found | undefined;
}

/** `where` is the key condition of a query, with names and values as in expressions.ts. */
export type Search = Pick<
  QueryCommandInput,
  'TableName' | 'IndexName' | 'ConsistentRead' | 'ScanIndexForward'
> & {
  where: string;
  values: Item;
};

const queryInput = ({ where, values, ...rest }: Search): QueryCommandInput => ({
  ...rest,
  KeyConditionExpression: where,
  ...parameters(where, values),
});

/** Returns the first items that a query finds, in its order: at most `limit`, from as many pages as that takes. */
export async function query<Found = Item>(
  search: Search,
  limit = Number.POSITIVE_INFINITY,
): Promise<Found[]> {
  const input = queryInput(search);
  return collect(limit, (page, options) => client.send(new QueryCommand({ ...input, ...page }), options));
}

/** Returns at most `limit` items of a table, in its own order, after the key `after`. */
export const scan = <Found = Item>(TableName: string, limit: number, after: Key | undefined) =>
  collect<Found>(
    limit,
    (page, options) => client.send(new ScanCommand({ TableName, ...page }), options),
    after,
  );

/** Yields all items of a table, in its own order, `size` at a time. */
export async function* scanAll<Found = Item>(TableName: string, size: number): AsyncGenerator<Found[]> {
  const input: ScanCommandInput = { TableName, Limit: size };
  do {
    const page = await withRetries(options => client.send(new ScanCommand(input), options), READ);
    if (page.Items?.length) yield page.Items as Found[];
    input.ExclusiveStartKey = page.LastEvaluatedKey;
  } while (input.ExclusiveStartKey);
}

type Page = Pick<ScanCommandInput, 'Limit' | 'ExclusiveStartKey'>;
type PageAnswer = { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined };

async function collect<Found>(
  limit: number,
  read: (page: Page, options: SendOptions) => Promise<PageAnswer>,
  after?: Key,
) {
  const found: Item[] = [];
  let ExclusiveStartKey: Item | undefined = after;
  do {
    const wanted = limit - found.length;
    const page: Page = { ExclusiveStartKey, ...(Number.isFinite(wanted) && { Limit: wanted }) };
    const answer = await withRetries(options => read(page, options), READ);
    found.push(...(answer.Items ?? []));
    ExclusiveStartKey = answer.LastEvaluatedKey;
  } while (ExclusiveStartKey && found.length < limit);
  return found as Found[];
}
