import { randomUUID } from 'node:crypto';
import { putNew } from '../../../lib/dynamo/expressions.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as users from '../../../lib/repositories/users.ts';
import { at } from '../../support/records/records.ts';

export const aUser = (): users.User => ({ userId: randomUUID(), name: 'Ada', createdAt: at(0) });

/** Stores a user with these fields. */
export async function aStoredUser(fields: Partial<users.Item> = {}): Promise<users.Item> {
  const item = { ...aUser(), ...fields };
  const { table } = users.ref(item.userId);
  expect(await transact({ user: putNew(table, item, 'userId') })).toEqual({ kind: 'committed' });
  return item;
}
