import { loadUser } from '../answers/loadUser.ts';
import { userAnswer } from '../answers/userAnswer.ts';
import type { User } from '../repositories/users.ts';

/**
 * Reads a user.
 * @throws ApiError USER_NOT_FOUND
 */
export const getUser = async (userId: string): Promise<User> => userAnswer(await loadUser(userId));
