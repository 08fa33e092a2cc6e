import type { AttributeValue, WriteFields } from './wire.ts';

/** The new value of an attribute, or what happens to it: its new value may only be known to the engine. */
export type Change = AttributeValue | 'removed' | 'computed';

const CLAUSES = /(?<![#:\w])(SET|REMOVE|ADD|DELETE)\s+/i;
const OUTSIDE_PARENTHESES = /,(?![^(]*\))/;

/** The attributes that an update changes. A change of a part of an attribute is a change of the attribute. */
export function changesOf({
  UpdateExpression = '',
  ExpressionAttributeNames = {},
  ExpressionAttributeValues = {},
}: WriteFields): Map<string, Change> {
  const [, ...parts] = UpdateExpression.split(CLAUSES);
  const changes = new Map<string, Change>();
  for (let n = 0; n < parts.length; n += 2) {
    const clause = parts[n]?.toUpperCase();
    for (const action of parts[n + 1]?.split(OUTSIDE_PARENTHESES) ?? []) {
      const [, name = '', part, value = ''] = /^\s*([#\w]+)([^\s=]*)[\s=]*(.*?)\s*$/s.exec(action) ?? [];
      const set = clause === 'SET' && !part ? ExpressionAttributeValues[value] : undefined;
      const removed = clause === 'REMOVE' && !part ? 'removed' : undefined;
      changes.set(ExpressionAttributeNames[name] ?? name, set ?? removed ?? 'computed');
    }
  }
  return changes;
}
