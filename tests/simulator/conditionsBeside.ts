import { REASONS, type Reason } from './exceptions.ts';
import type { CarryOut } from './meter.ts';
import type { Target } from './wire.ts';

/**
 * The reasons of a transaction in conflict, together with those of the conditions of its other writes. The engine
 * checks these conditions without the writes.
 */
export async function conditionsBeside(
  items: Target[],
  reasons: Reason[],
  carryOut: CarryOut,
): Promise<Reason[]> {
  const asked = items.flatMap((item, n) =>
    reasons[n] === REASONS.None && item.write.ConditionExpression ? [{ n, check: checkOf(item) }] : [],
  );
  if (asked.length === 0) return reasons;
  const { body } = await carryOut(JSON.stringify({ TransactItems: asked.map(({ check }) => check) }));
  const found: Reason[] = JSON.parse(String(body)).CancellationReasons ?? [];
  return reasons.map((reason, n) => found[asked.findIndex(one => one.n === n)] ?? reason);
}

/** The condition of a write without the write. DynamoDB refuses names and values that it does not use. */
function checkOf({ key, write }: Target) {
  const { TableName, ConditionExpression = '', ReturnValuesOnConditionCheckFailure } = write;
  const names = used(write.ExpressionAttributeNames, ConditionExpression);
  const values = used(write.ExpressionAttributeValues, ConditionExpression);
  return {
    ConditionCheck: {
      TableName,
      Key: key,
      ConditionExpression,
      ReturnValuesOnConditionCheckFailure,
      ...(names && { ExpressionAttributeNames: names }),
      ...(values && { ExpressionAttributeValues: values }),
    },
  };
}

function used<Value>(
  named: Record<string, Value> | undefined,
  expression: string,
): Record<string, Value> | undefined {
  const words = new Set(expression.match(/[#:]\w+/g));
  const found = Object.entries(named ?? {}).filter(([name]) => words.has(name));
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
