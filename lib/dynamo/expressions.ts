export type Item = Record<string, unknown>;
export type Key = Record<string, string>;

/** Expression names such as `#status` are the attribute's name with a `#`, so that no reserved word needs care. */
const namesIn = (expression: string) =>
  Object.fromEntries([...expression.matchAll(/#\w+/g)].map(([name]) => [name, name.slice(1)]));

const valuesIn = (expression: string, values: Item) =>
  Object.fromEntries([...expression.matchAll(/:\w+/g)].map(([name]) => [name, values[name.slice(1)]]));

/** The parameters that an expression needs, and no more: DynamoDB refuses unused ones. */
export function parameters(expression: string, values: Item) {
  const names = namesIn(expression);
  const used = valuesIn(expression, values);
  return {
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(used).length > 0 && { ExpressionAttributeValues: used }),
  };
}

const allOf = (clauses: string[]) => clauses.map(clause => `(${clause})`).join(' AND ');

type Update = { set?: string[]; remove?: string[]; when: string[]; values?: Item };

const clause = (word: string, parts: string[]) => (parts.length > 0 ? `${word} ${parts.join(', ')}` : '');

/** An update of one item, under the clauses of `when`, which must all hold. */
export function updateItem(
  TableName: string,
  Key: Key,
  { set = [], remove = [], when, values = {} }: Update,
) {
  const UpdateExpression = [clause('SET', set), clause('REMOVE', remove)].join(' ').trim();
  const ConditionExpression = allOf(when);
  return {
    Update: {
      TableName,
      Key,
      UpdateExpression,
      ConditionExpression,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ...parameters(`${UpdateExpression} ${ConditionExpression}`, values),
    },
  } as const;
}

/** A new item. Refused when one with its key is there. */
export function putNew(TableName: string, Item: Item, keyAttribute: string) {
  return {
    Put: {
      TableName,
      Item,
      ConditionExpression: `attribute_not_exists(${keyAttribute})`,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  } as const;
}

/** The removal of one item, under the clauses of `when`. */
export function deleteItem(TableName: string, Key: Key, when: string[], values: Item = {}) {
  const ConditionExpression = allOf(when);
  return {
    Delete: {
      TableName,
      Key,
      ConditionExpression,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ...parameters(ConditionExpression, values),
    },
  } as const;
}

/** Clauses that must hold of an item that the transaction does not write. */
export function checkItem(TableName: string, Key: Key, when: string[], values: Item = {}) {
  const ConditionExpression = allOf(when);
  return {
    ConditionCheck: {
      TableName,
      Key,
      ConditionExpression,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ...parameters(ConditionExpression, values),
    },
  } as const;
}

/** Sorts right behind this key, and before every other one that comes after it: a space sorts before all that keys hold. */
export const justBehind = (sortKey: string) => `${sortKey} `;

/** Sorts right before this key, and behind every other one that comes before it: a tilde sorts behind all that keys hold. */
export const justBefore = (sortKey: string) =>
  `${sortKey.slice(0, -1)}${String.fromCharCode(sortKey.charCodeAt(sortKey.length - 1) - 1)}~`;

/** Values in lists of at most `size`, as batches and transactions take them. */
export const chunks = <Value>(values: Value[], size: number): Value[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, n) => values.slice(n * size, (n + 1) * size));
