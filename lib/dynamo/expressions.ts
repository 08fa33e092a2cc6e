export type Item = Record<string, unknown>;
export type Key = Record<string, string | number>;

/** An expression name such as `#status` is the attribute's name with a `#`, so that reserved words do no harm. */
const namesIn = (expression: string) =>
  Object.fromEntries([...expression.matchAll(/#\w+/g)].map(([name]) => [name, name.slice(1)]));

const valuesIn = (expression: string, values: Item) =>
  Object.fromEntries([...expression.matchAll(/:\w+/g)].map(([name]) => [name, values[name.slice(1)]]));

/** Returns the parameters that an expression needs, and no more: DynamoDB refuses unused ones. */
export function parameters(expression: string, values: Item) {
  const names = namesIn(expression);
  const used = valuesIn(expression, values);
  return {
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(used).length > 0 && { ExpressionAttributeValues: used }),
  };
}

/** A refusal carries the item that did not meet the condition. */
const RETURN_REFUSED = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

const allOf = (clauses: string[]) => clauses.map(clause => `(${clause})`).join(' AND ');

type Update = { set?: string[]; remove?: string[]; add?: string[]; when?: string[]; values?: Item };

const clause = (word: string, parts: string[]) => (parts.length > 0 ? `${word} ${parts.join(', ')}` : '');

/** Updates one item, under the clauses of `when`, which must all hold. Without any, it also creates the item. */
export function updateItem(
  TableName: string,
  Key: Key,
  { set = [], remove = [], add = [], when = [], values = {} }: Update,
) {
  const UpdateExpression = [clause('SET', set), clause('REMOVE', remove), clause('ADD', add)]
    .join(' ')
    .trim();
  const ConditionExpression = allOf(when);
  return {
    Update: {
      TableName,
      Key,
      UpdateExpression,
      ...(ConditionExpression && { ConditionExpression, ...RETURN_REFUSED }),
      ...parameters(`${UpdateExpression} ${ConditionExpression}`, values),
    },
  } as const;
}

/** Returns the parts of an update that set fields of an item, and remove those that are `undefined`. */
export function settingOrRemoving(fields: object): Pick<Update, 'set' | 'remove'> {
  const entries = Object.entries(fields);
  return {
    set: entries.filter(([, value]) => value !== undefined).map(([name]) => `#${name} = :${name}`),
    remove: entries.filter(([, value]) => value === undefined).map(([name]) => `#${name}`),
  };
}

/** Puts a new item. It is refused when its key exists. */
export function putNew(TableName: string, Item: Item, keyAttribute: string) {
  return {
    Put: {
      TableName,
      Item,
      ConditionExpression: `attribute_not_exists(${keyAttribute})`,
      ...RETURN_REFUSED,
    },
  } as const;
}

/** Returns the parameters of a deletion or a check of one item, under the clauses of `when`. */
function conditional(TableName: string, Key: Key, when: string[], values: Item = {}) {
  const ConditionExpression = allOf(when);
  return {
    TableName,
    Key,
    ConditionExpression,
    ...RETURN_REFUSED,
    ...parameters(ConditionExpression, values),
  } as const;
}

/** Deletes one item, under the clauses of `when`. */
export const deleteItem = (...item: Parameters<typeof conditional>) => ({ Delete: conditional(...item) });

/** Checks the clauses of `when` on an item that the transaction does not write. */
export const checkItem = (...item: Parameters<typeof conditional>) => ({
  ConditionCheck: conditional(...item),
});

/** Returns a key that sorts directly behind this one: a space sorts before every character in keys. */
export const justBehind = (sortKey: string) => `${sortKey} `;

/** Returns a key that sorts directly before this one: a tilde sorts behind every character in keys. */
export const justBefore = (sortKey: string) =>
  `${sortKey.slice(0, -1)}${String.fromCharCode(sortKey.charCodeAt(sortKey.length - 1) - 1)}~`;

/** Splits values into lists of at most `size`. */
export const chunks = <Value>(values: Value[], size: number): Value[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, n) => values.slice(n * size, (n + 1) * size));
