import { userAnswer } from '../answers/userAnswer.ts';
import { type Page, type PageRequest, pageOfFound, readFound, startAfter } from '../core/paging.ts';
import { isId } from '../domain/sortKeys.ts';
import * as users from '../repositories/users.ts';

/**
 * Lists users in the table's own order. Deleted ones are skipped.
 * @throws ApiError VALIDATION_FAILED
 */
export async function listUsers(request: PageRequest): Promise<Page<users.User>> {
  const start = startAfter(request, 'users', isId);
  const search = { limit: request.limit, isFound: (user: users.Item) => !user.deletedAt };
  const found = await readFound<users.Item>(search, (max, last) => users.list(max, last?.userId ?? start));
  const page = pageOfFound(found, search, 'users', ({ userId }) => userId);
  return { ...page, items: page.items.map(userAnswer) };
}
