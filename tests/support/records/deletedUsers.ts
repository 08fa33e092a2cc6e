import type { DynamoDBRecord } from 'aws-lambda';
import * as history from '../../../lib/repositories/history.ts';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import * as users from '../../../lib/repositories/users.ts';
import { deleteUser, recordHistory } from '../api/operations.ts';
import { stored } from './records.ts';
import { recordsOf } from './streams.ts';

export const deletionOf = (...userIds: string[]) =>
  recordsOf('users', async () => {
    for (const userId of userIds) expect((await deleteUser(userId)).status).toBe(204);
  });

/** The id under which things stay of somebody, as the change says by which they were deleted. */
export const anonymousIdIn = ([record]: DynamoDBRecord[]) =>
  String(record?.dynamodb?.NewImage?.anonymousId?.S);

/** The user is gone but for an anonymous history, in which they were removed from these events, once from each. */
export async function expectRemoved(
  userId: string,
  deletion: DynamoDBRecord[],
  eventIds: string[],
): Promise<void> {
  expect(await stored(users.ref(userId))).toBeUndefined();
  expect(await registrationLists.ofUser(userId, 1)).toEqual([]);
  await recordHistory();
  expect(await history.ofUser(userId, 99)).toEqual([]);
  const entries = await history.ofUser(anonymousIdIn(deletion), 99);
  const ends = entries.filter(({ change }) => ['removed', 'unregistered'].includes(change));
  expect(ends.map(({ eventId }) => eventId).sort()).toEqual([...eventIds].sort());
  for (const end of ends) expect(end).toMatchObject({ change: 'removed', cause: 'user_deleted' });
}
