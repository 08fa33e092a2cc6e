import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/listUserHistory.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import {
  deleteUser,
  listEventHistory,
  listUserHistory,
  removeDeletedUsers,
} from '../support/api/operations.ts';
import { nextLinkOf, testBadPages } from '../support/api/pages.ts';
import { cursorsBesides } from '../support/api/rules/cursors.ts';
import { aUserWithHistory } from '../support/api/userHistories.ts';
import { anEventWithHistory, aUser } from '../support/records/records.ts';

describe('404', () => {
  const notFound = ['USER_NOT_FOUND', 'User not found'] as const;

  test('comes for an unknown user', async () => {
    expectProblem(await listUserHistory(randomUUID()), ...notFound);
  });

  test('comes for a deleted user, at once and for good, whatever their history', async () => {
    for (const userId of [await aUser(), (await aUserWithHistory()).userId]) {
      await deleteUser(userId);
      expectProblem(await listUserHistory(userId), ...notFound);
      await removeDeletedUsers();
      expectProblem(await listUserHistory(userId), ...notFound);
    }
  });
});

describe('422', () => {
  test('lists the broken rules of the path and the query at once', async () => {
    const answer = await listUserHistory('a b', { limit: '0', cursor: '!' });
    expectBrokenRules(answer, ['/path/userId', '/query/limit', '/query/cursor']);
  });

  testBadPages(handler, { path: { userId: 'some-user' } }, cursorsBesides('the history of a user'));

  test('refuses a cursor of the history of an event, also for its own people', async () => {
    const { eventId, userIds } = await anEventWithHistory();
    const page = await listEventHistory(eventId, { limit: '1' });
    const query = Object.fromEntries(nextLinkOf(page)?.searchParams ?? []);
    const request = { path: { userId: userIds[0] }, query };
    expectBrokenRules(await invoke(handler, request), ['/query/cursor']);
  });
});
