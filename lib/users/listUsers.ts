import { userAnswer } from '../answers/userAnswer.ts';
import {
  MAX_SKIPPED_PER_PAGE,
  type Page,
  type PageRequest,
  pageOfFound,
  startAfter,
} from '../core/paging.ts';
import { isId } from '../domain/sortKeys.ts';
import * as users from '../repositories/users.ts';

/**
 * Lists users in the table's own order. Deleted ones are skipped.
 * @throws ApiError VALIDATION_FAILED
 */
export async function listUsers(request: PageRequest): Promise<Page<users.User>> {
  const after = startAfter(request, 'users', isId);
  const maxExamined = request.limit + MAX_SKIPPED_PER_PAGE;
  const found = await users.list(maxExamined + 1, after);
  const search = { limit: request.limit, maxExamined, isFound: (user: users.Item) => !user.deletedAt };
  const page = pageOfFound(found, search, 'users', ({ userId }) => userId);
  return { ...page, items: page.items.map(userAnswer) };
}
