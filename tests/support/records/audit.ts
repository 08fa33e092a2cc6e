import type { Context } from 'aws-lambda';
import { handler } from '../../../functions/tasks/auditEvent.ts';
import { updateItem } from '../../../lib/dynamo/expressions.ts';
import type { Ref } from '../../../lib/dynamo/read.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import type { AuditReport } from '../../../lib/maintenance/audit.ts';

export const context = { getRemainingTimeInMillis: () => 900_000 } as Context;

export const audit = (input: unknown = {}, run: unknown = handler): Promise<AuditReport> =>
  (run as typeof handler)(input, context);

/** Changes fields of a stored item, as nothing in the service does. */
export async function alter<Item extends object>(
  { table, key }: Ref<Item>,
  values: Partial<Item>,
): Promise<void> {
  const set = Object.keys(values).map(field => `#${field} = :${field}`);
  const when = Object.keys(key).map(name => `attribute_exists(#${name})`);
  const outcome = await transact({ writes: [updateItem(table, key, { set, when, values })] });
  if (outcome.kind !== 'committed') throw new Error(`${JSON.stringify(key)} was not altered`);
}

export const remove = ({ table, key }: Ref<unknown>) =>
  transact({ writes: [{ Delete: { TableName: table, Key: key } }] });
