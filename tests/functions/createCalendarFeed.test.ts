import { handler } from '../../functions/createCalendarFeed.ts';
import { transact } from '../../lib/dynamo/write.ts';
import * as users from '../../lib/repositories/users.ts';
import { expectAnswer, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { deleteUser } from '../support/api/operations.ts';
import { aUser, stored } from '../support/records/records.ts';

const feedOf = (userId: string) => invoke(handler, { method: 'POST', path: { userId } });

// tests/functions/access.test.ts has what callers with a token are answered.

test('201 without access control has the open address, and makes an earlier secret worthless', async () => {
  const userId = await aUser();
  await transact({ user: users.setFeed(userId, 'a-hash') });
  expectAnswer(await feedOf(userId), 201, { url: `../${userId}/calendar.ics` });
  expect(await stored(users.ref(userId))).not.toHaveProperty('feedHash');
});

test('404 for nobody, and for somebody who was deleted', async () => {
  const userId = await aUser();
  await deleteUser(userId);
  for (const id of ['nobody', userId]) expectProblem(await feedOf(id), 'USER_NOT_FOUND');
});
