import type { IncomingMessage } from 'node:http';
import { type IndexKey, type KeyNames, partitionName } from './tableKeys.ts';

/** A request to DynamoDB. Its body is parsed only when its token or its items are read. */
export type Call = {
  operation: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
  token: () => string | undefined;
  items: () => Target[];
};

/**
 * One item of a request, or what a query reads. Its address is its table and its key, such as `name partition sort`,
 * its partition `name partition`, or `name/index partition` for a query of a global index.
 */
export type Target = {
  table: string;
  address: string;
  partition: string;
  key: Image;
  /** The global indexes of its table. */
  indexes: IndexKey[];
  /** What is done with it, such as `Put`, `ConditionCheck` or `Query`. */
  action: string;
  /** Each of its units counts so many times: twice in a transaction. */
  times: 1 | 2;
  write: WriteFields;
};

export type AttributeValue = Record<string, unknown>;
export type Image = Record<string, AttributeValue>;

export type WriteFields = {
  TableName?: string;
  IndexName?: string;
  KeyConditionExpression?: string;
  Key?: Image;
  Item?: Image;
  UpdateExpression?: string;
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Image;
  ReturnValues?: string;
  ReturnValuesOnConditionCheckFailure?: string;
};

/** The items of a batch, by their tables. */
export type RequestItems = Record<
  string,
  { Keys: Image[] } | { PutRequest?: { Item: Image }; DeleteRequest?: { Key: Image } }[]
>;

type Body = WriteFields & {
  ClientRequestToken?: string;
  TransactItems?: Record<string, WriteFields>[];
  RequestItems?: RequestItems;
};

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
      items ??= itemsOf(operation, read(), keyNames);
      return items;
    },
  };
}

function itemsOf(operation: string, { TransactItems, RequestItems, ...one }: Body, keyNames: KeyNames) {
  const target = (action: string, write: WriteFields, times: Target['times'] = 1): Target => {
    const table = write.TableName ?? '';
    const key = keyOf(write, keyNames);
    const values = Object.values(key).map(value => Object.values(value)[0]);
    return {
      table,
      address: [table, ...values].join(' '),
      partition: indexPartitionOf(write, keyNames) ?? partitionName(table, values[0]),
      key,
      indexes: keyNames.get(table)?.indexes ?? [],
      action,
      times,
      write,
    };
  };
  if (TransactItems) {
    return TransactItems.flatMap(item => Object.entries(item)).map(([action, write]) =>
      target(action, write, 2),
    );
  }
  if (!RequestItems) return [target(operation.replace(/Item$/, ''), one)];
  return Object.entries(RequestItems).flatMap(([TableName, found]) =>
    'Keys' in found
      ? found.Keys.map(Key => target('Get', { TableName, Key }))
      : found.map(({ PutRequest, DeleteRequest }) =>
          PutRequest
            ? target('Put', { TableName, ...PutRequest })
            : target('Delete', { TableName, ...DeleteRequest }),
        ),
  );
}

/** The value that the key condition of a query gives an attribute. */
function askedFor(
  attribute: string,
  { KeyConditionExpression = '', ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: WriteFields,
): Image {
  const named = Object.entries(ExpressionAttributeNames).find(([, name]) => name === attribute)?.[0];
  const equals = new RegExp(`(?<![\\w#])${named ?? attribute}\\s*=\\s*(:\\w+)`);
  const word = equals.exec(KeyConditionExpression)?.[1];
  const value = word && ExpressionAttributeValues[word];
  return value ? { [attribute]: value } : {};
}

function indexPartitionOf(query: WriteFields, keyNames: KeyNames): string | undefined {
  const { TableName = '', IndexName } = query;
  const index = keyNames.get(TableName)?.indexes.find(one => one.IndexName === IndexName);
  if (!index) return undefined;
  const [value = {}] = Object.values(askedFor(index.partitionKey, query));
  return partitionName(`${TableName}/${IndexName}`, Object.values(value)[0]);
}

function keyOf({ TableName = '', Key, Item, ...query }: WriteFields, keyNames: KeyNames): Image {
  const { names = Object.keys(Key ?? {}) } = keyNames.get(TableName) ?? {};
  const image: Image = Key ?? Item ?? askedFor(names[0] ?? '', query);
  return Object.fromEntries(names.flatMap(name => (image[name] ? [[name, image[name]]] : [])));
}
