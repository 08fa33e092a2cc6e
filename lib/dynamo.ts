import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DynamoDBDocumentClient,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { pauseBeforeTry } from './deadline.ts';
import { type Item, type Key, parameters } from './expressions.ts';
import { outcomeUnknown } from './refusals.ts';
import { isConflict, isRefused, LONGEST_CALL_MS, MOST_CALLS, persist, type Send } from './retry.ts';

/** A connection is made once, and kept for the calls and requests that follow: making one takes longer than a call. */
const connections = { keepAlive: true, maxSockets: MOST_CALLS };

const client = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    // The one retry is in lib/retry.ts: the SDK's own knows neither conflicts nor the time that the request has left.
    maxAttempts: 1,
    requestHandler: {
      // Where nobody answers the knock, another try may find another host.
      connectionTimeout: 1000,
      requestTimeout: LONGEST_CALL_MS,
      throwOnRequestTimeout: true,
      httpAgent: connections,
      httpsAgent: connections,
    },
  }),
  { marshallOptions: { removeUndefinedValues: true } },
);

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}

/** The tables' names, which carry the stage. Read once: a function without them fails at its cold start. */
export const TABLES = {
  events: fromEnvironment('EVENTS_TABLE'),
  seats: fromEnvironment('SEATS_TABLE'),
  users: fromEnvironment('USERS_TABLE'),
  registrations: fromEnvironment('REGISTRATIONS_TABLE'),
  history: fromEnvironment('HISTORY_TABLE'),
  announcements: fromEnvironment('ANNOUNCEMENTS_TABLE'),
  deletions: fromEnvironment('DELETIONS_TABLE'),
  slips: fromEnvironment('SLIPS_TABLE'),
  answers: fromEnvironment('ANSWERS_TABLE'),
} as const;

/** One write of a transaction. Repositories make them, use cases pass them on to `transact`. */
export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The most writes that a transaction holds. */
export const MOST_WRITES = 100;

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
    await persist(options => client.send(command, options), { unknown: outcomeUnknown, yieldsTo });
    return { committed: true };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    if (!isRefused(error) && !yieldsTo(error)) throw error;
    return { committed: false, refusals: (error.CancellationReasons ?? []).map(refusalOf) };
  }
}

/**
 * Makes one update by itself, which never is in conflict with others of its kind. Returns the item after it, or, when
 * a condition does not hold, before it. A try whose answer was lost may count twice.
 */
export async function update<Found>({
  Update,
}: Write): Promise<{ updated: Found } | { refusedBy: Found | undefined }> {
  const input = { ...Update, ReturnValues: 'ALL_NEW' } as UpdateCommandInput;
  try {
    const { Attributes } = await persist(options => client.send(new UpdateCommand(input), options), {
      unknown: outcomeUnknown,
    });
    return { updated: Attributes as Found };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { refusedBy: itemOf<Found>(error.Item) };
  }
}

const refusalOf = ({ Code, Item }: { Code?: string; Item?: object }): Refusal => ({
  refused: Code === 'ConditionalCheckFailed',
  unseen: Code !== undefined && !['None', 'ConditionalCheckFailed'].includes(Code),
  found: itemOf(Item),
});

/** The item in DynamoDB's own notation, in which lib-dynamodb leaves those of errors, and streams have theirs. */
export const itemOf = <Found = Item>(image: object | undefined) =>
  image && Object.keys(image).length > 0
    ? (unmarshall(image as Record<string, AttributeValue>) as Found)
    : undefined;

const BATCH_GET_KEYS = 100;

const chunks = <Value>(values: Value[], size: number): Value[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, n) => values.slice(n * size, (n + 1) * size));

/** The address of one item, and the type of what is there. */
export type Ref<Found> = { table: string; key: Key; found?: Found };

/** What a batch read found at one of the addresses it was given. */
export type Lookup = <Found>(ref: Ref<Found>) => Found | undefined;

const addressOf = (table: string, key: Item) => [table, ...Object.values(key)].join(' ');

type Reading = { consistent: boolean; isUrgent?: boolean };

/** Reads items by key, from several tables at once. */
export async function batchGet(refs: Ref<unknown>[], reading: Reading): Promise<Lookup> {
  const distinct = [...new Map(refs.map(ref => [addressOf(ref.table, ref.key), ref])).values()];
  const batches = await Promise.all(chunks(distinct, BATCH_GET_KEYS).map(batch => getBatch(batch, reading)));
  const found = new Map(batches.flat());
  return <Found>({ table, key }: Ref<Found>) => found.get(addressOf(table, key)) as Found | undefined;
}

type KeysByTable = Record<string, { Keys: Key[]; ConsistentRead: boolean }>;

async function getBatch(refs: Ref<unknown>[], reading: Reading): Promise<[address: string, Item][]> {
  const { consistent: ConsistentRead, isUrgent = false } = reading;
  const found: [string, Item][] = [];
  let RequestItems: KeysByTable = {};
  for (const { table, key } of refs) {
    RequestItems[table] ??= { Keys: [], ConsistentRead };
    RequestItems[table].Keys.push(key);
  }
  const keyAttributes = Object.fromEntries(refs.map(({ table, key }) => [table, Object.keys(key)]));
  for (let tries = 1; ; tries += 1) {
    const input = { RequestItems };
    const answer = await persist(options => client.send(new BatchGetCommand(input), options), { isUrgent });
    for (const [table, items] of Object.entries(answer.Responses ?? {})) {
      for (const item of items) {
        const key = Object.fromEntries((keyAttributes[table] ?? []).map(name => [name, item[name]]));
        found.push([addressOf(table, key), item]);
      }
    }
    RequestItems = (answer.UnprocessedKeys ?? {}) as KeysByTable;
    if (Object.keys(RequestItems).length === 0) return found;
    await pauseBeforeTry(tries);
  }
}

/**
 * Reads one item as it is when no transaction is under way on it. Other reads may see it as before one whose other
 * items they see as after it.
 */
export async function getSettled<Found>({ table, key }: Ref<Found>): Promise<Found | undefined> {
  const command = new TransactGetCommand({ TransactItems: [{ Get: { TableName: table, Key: key } }] });
  const { Responses = [] } = await persist(options => client.send(command, options));
  return Responses[0]?.Item as Found | undefined;
}

/** Puts a new item by itself. Says `false` when one with its key is there. */
export async function put({ Put }: Write): Promise<boolean> {
  try {
    await persist(options => client.send(new PutCommand(Put as PutCommandInput), options));
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
    const answer = await persist(options => client.send(command, options));
    unprocessed = answer.UnprocessedItems?.[table] ?? [];
    if (unprocessed.length === 0) return;
    await pauseBeforeTry(tries);
  }
}

type WriteRequests = NonNullable<BatchWriteCommandInput['RequestItems']>[string];

/** What a query looks for: `where` is its key condition, with names and values as in lib/expressions.ts. */
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

/** The first items that a query finds, in its order: at most `limit`, through as many pages as that takes. */
export async function query<Found = Item>(
  search: Search,
  limit = Number.POSITIVE_INFINITY,
): Promise<Found[]> {
  const input = queryInput(search);
  return collect(limit, (page, options) => client.send(new QueryCommand({ ...input, ...page }), options));
}

/** The number of items that a query finds. */
export async function count(search: Search): Promise<number> {
  const input: QueryCommandInput = { ...queryInput(search), Select: 'COUNT' };
  let total = 0;
  do {
    const page = await persist(options => client.send(new QueryCommand(input), options));
    total += page.Count ?? 0;
    input.ExclusiveStartKey = page.LastEvaluatedKey;
  } while (input.ExclusiveStartKey);
  return total;
}

/** At most `limit` items of a table, in its own order, after the one with key `after`. */
export const scan = <Found = Item>(TableName: string, limit: number, after: Key | undefined) =>
  collect<Found>(
    limit,
    (page, options) => client.send(new ScanCommand({ TableName, ...page }), options),
    after,
  );

/** All items of a table, in its own order, `size` at a time. */
export async function* scanAll<Found = Item>(TableName: string, size: number): AsyncGenerator<Found[]> {
  const input: ScanCommandInput = { TableName, Limit: size };
  do {
    const page = await persist(options => client.send(new ScanCommand(input), options));
    if (page.Items?.length) yield page.Items as Found[];
    input.ExclusiveStartKey = page.LastEvaluatedKey;
  } while (input.ExclusiveStartKey);
}

type Page = Pick<ScanCommandInput, 'Limit' | 'ExclusiveStartKey'>;
type PageAnswer = { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined };

async function collect<Found>(
  limit: number,
  read: (page: Page, options: Send) => Promise<PageAnswer>,
  after?: Key,
) {
  const found: Item[] = [];
  let ExclusiveStartKey: Item | undefined = after;
  do {
    const wanted = limit - found.length;
    const page: Page = { ExclusiveStartKey, ...(Number.isFinite(wanted) && { Limit: wanted }) };
    const answer = await persist(options => read(page, options));
    found.push(...(answer.Items ?? []));
    ExclusiveStartKey = answer.LastEvaluatedKey;
  } while (ExclusiveStartKey && found.length < limit);
  return found as Found[];
}
