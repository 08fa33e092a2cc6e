import { userAnswer } from '../answers/userAnswer.ts';
import { PASSED_BY_A_PAGE, type Page, type PageRequest, pageOfFound, startAfter } from '../core/paging.ts';
import { isId } from '../domain/sortKeys.ts';
import * as users from '../repositories/users.ts';

/** @throws ApiError VALIDATION_FAILED */
export async function listUsers(request: PageRequest): Promise<Page<users.User>> {
  const after = startAfter(request, 'users', isId);
  const most = request.limit + PASSED_BY_A_PAGE;
  const found = await users.list(most + 1, after);
  const search = { limit: request.limit, most, isFound: (user: users.Item) => !user.deletedAt };
  const page = pageOfFound(found, search, 'users', ({ userId }) => userId);
  return { ...page, items: page.items.map(userAnswer) };
}
