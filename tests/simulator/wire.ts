import type { IncomingMessage } from 'node:http';

/** A request to DynamoDB. Its body is parsed only when its token or its items are read. */
export type Call = {
  operation: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
  token: () => string | undefined;
  items: () => Target[];
};

/** One item of a request. Its address is its table and its key, such as `name partition sort`. */
export type Target = { address: string; key: Image; write: WriteFields };

export type Image = Record<string, Record<string, unknown>>;

type WriteFields = {
  TableName?: string;
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

/** The part of the input of CreateTable that is needed to find the key in an item. */
export type TableKey = { TableName: string; KeySchema: { AttributeName: string; KeyType: string }[] };

export type KeyNames = Map<string, string[]>;

export const keyNamesOf = (tables: TableKey[]): KeyNames =>
  new Map(
    tables.map(({ TableName, KeySchema }) => {
      const byKind = Object.groupBy(KeySchema, ({ KeyType }) => KeyType);
      const names = [...(byKind.HASH ?? []), ...(byKind.RANGE ?? [])];
      return [TableName, names.map(({ AttributeName }) => AttributeName)];
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
  };
}

function itemsOf({ TransactItems, RequestItems, ...one }: Body, keyNames: KeyNames): Target[] {
  const target = (write: WriteFields): Target => {
    const key = keyOf(write, keyNames);
    const values = Object.values(key).map(value => Object.values(value)[0]);
    return { address: [write.TableName, ...values].join(' '), key, write };
  };
  if (TransactItems) return TransactItems.flatMap(Object.values<WriteFields>).map(target);
  if (!RequestItems) return [target(one)];
  return Object.entries(RequestItems).flatMap(([TableName, found]) =>
    'Keys' in found
      ? found.Keys.map(Key => target({ TableName, Key }))
      : found.map(({ PutRequest, DeleteRequest }) => target({ TableName, ...PutRequest, ...DeleteRequest })),
  );
}

function keyOf({ TableName = '', Key, Item }: WriteFields, keyNames: KeyNames): Image {
  const image: Image = Key ?? Item ?? {};
  const names = keyNames.get(TableName) ?? Object.keys(Key ?? {});
  return Object.fromEntries(names.flatMap(name => (image[name] ? [[name, image[name]]] : [])));
}
