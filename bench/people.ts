import { randomUUID } from 'node:crypto';
import { batchPut } from '../lib/dynamo/batchPut.ts';
import { TABLES } from '../lib/dynamo/client.ts';
import type * as users from '../lib/repositories/users.ts';

/** Puts users into the table, in the same form as the API creates them. */
export async function makePeople(count: number): Promise<string[]> {
  const people = Array.from({ length: count }, (): users.Item => {
    const userId = randomUUID();
    return { userId, name: `Name of ${userId}`, createdAt: '2027-01-01T00:00:00.000Z' };
  });
  await batchPut(TABLES.users, people);
  return people.map(({ userId }) => userId);
}
