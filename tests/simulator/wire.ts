import type { IncomingMessage } from 'node:http';

/** A request to DynamoDB. Its body is parsed only when its token or its items are read. */
export type Call = {
  operation: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
  token: () => string | undefined;
  items: () => Target[];
  /** The partition of a global index that a query reads, such as `table/index key`. */
  indexPartition: () => string | undefined;
};

/**
 * One item of a request, or what a query reads. Its address is its table and its key, such as `name partition sort`,
 * its partition `name partition`.
 */
export type Target = {
  table: string;
  address: string;
  partition: string;
  key: Image;
  /** The global indexes of its table. */
  indexes: IndexKey[];
  write: WriteFields;
};

type IndexKey = { IndexName: string; partitionKey: string };

export type Image = Record<string, Record<string, unknown>>;

type WriteFields = {
  TableName?: string;
  IndexName?: string;
  KeyConditionExpression?: string;
  Key?: Image;
  Item?: Image;
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Image;
  ReturnValuesOnConditionCheckFailure?: string;
};

type Body = WriteFields & {
  ClientRequestToken?: string;
  TransactItems?: Record<string, WriteFields>[];
  RequestItems?: Record<
    string,
    { Keys: Image[] } | { PutRequest?: { Item: Image }; DeleteRequest?: { Key: Image } }[]
  >;
};

type KeySchema = { AttributeName: string; KeyType: string }[];

/** The part of the input of CreateTable that is needed to find the keys in an item. */
export type TableKey = {
  TableName: string;
  KeySchema: KeySchema;
  GlobalSecondaryIndexes?: { IndexName: string; KeySchema: KeySchema }[];
};

/** The key attributes of each table, the partition key first, and its global indexes. */
export type KeyNames = Map<string, { names: string[]; indexes: IndexKey[] }>;

/** The key attributes, the partition key first. */
function namesOf(schema: KeySchema): string[] {
  const byKind = Object.groupBy(schema, ({ KeyType }) => KeyType);
  return [...(byKind.HASH ?? []), ...(byKind.RANGE ?? [])].map(({ AttributeName }) => AttributeName);
}

export const keyNamesOf = (tables: TableKey[]): KeyNames =>
  new Map(
    tables.map(({ TableName, KeySchema, GlobalSecondaryIndexes = [] }) => {
      const indexes = GlobalSecondaryIndexes.map(index => ({
        IndexName: index.IndexName,
        partitionKey: namesOf(index.KeySchema)[0] ?? '',
      }));
      return [TableName, { names: namesOf(KeySchema), indexes }];
    }),
  );

export function callOf(headers: IncomingMessage['headers'], body: Buffer, keyNames: KeyNames): Call {
  const operation = String(headers['x-amz-target']).replace(/^.*\./, '');
  let parsed: Body | undefined;
  let items: Target[] | undefined;
  const read = () => {
    parsed ??= JSON.parse(body.toString()) as Body;
    return parsed;
  };
  return {
    operation,
    headers,
    body,
    token: () => read().ClientRequestToken,
    items: () => {
      items ??= itemsOf(read(), keyNames);
      return items;
    },
    indexPartition: () => indexPartitionOf(read(), keyNames),
  };
}

function itemsOf({ TransactItems, RequestItems, ...one }: Body, keyNames: KeyNames): Target[] {
  const target = (write: WriteFields): Target => {
    const table = write.TableName ?? '';
    const key = keyOf(write, keyNames);
    const values = Object.values(key).map(value => Object.values(value)[0]);
    return {
      table,
      address: [table, ...values].join(' '),
      partition: [table, ...values.slice(0, 1)].join(' '),
      key,
      indexes: keyNames.get(table)?.indexes ?? [],
      write,
    };
  };
  if (TransactItems) return TransactItems.flatMap(Object.values<WriteFields>).map(target);
  if (!RequestItems) return [target(one)];
  return Object.entries(RequestItems).flatMap(([TableName, found]) =>
    'Keys' in found
      ? found.Keys.map(Key => target({ TableName, Key }))
      : found.map(({ PutRequest, DeleteRequest }) => target({ TableName, ...PutRequest, ...DeleteRequest })),
  );
}

/** The value that the key condition of a query gives an attribute. */
function askedFor(
  attribute: string,
  { KeyConditionExpression = '', ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: WriteFields,
): Image {
  const named = Object.entries(ExpressionAttributeNames).find(([, name]) => name === attribute)?.[0];
  const word = new RegExp(`${named ?? attribute} = (:\\w+)`).exec(KeyConditionExpression)?.[1];
  const value = word && ExpressionAttributeValues[word];
  return value ? { [attribute]: value } : {};
}

function indexPartitionOf(query: WriteFields, keyNames: KeyNames): string | undefined {
  const { TableName = '', IndexName } = query;
  const index = keyNames.get(TableName)?.indexes.find(one => one.IndexName === IndexName);
  if (!index) return undefined;
  const [value = {}] = Object.values(askedFor(index.partitionKey, query));
  return `${TableName}/${IndexName} ${Object.values(value)[0]}`;
}

function keyOf({ TableName = '', Key, Item, ...query }: WriteFields, keyNames: KeyNames): Image {
  const { names = Object.keys(Key ?? {}) } = keyNames.get(TableName) ?? {};
  const image: Image = Key ?? Item ?? askedFor(names[0] ?? '', query);
  return Object.fromEntries(names.flatMap(name => (image[name] ? [[name, image[name]]] : [])));
}
