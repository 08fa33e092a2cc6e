import { loadUser } from '../answers/loadUser.ts';
import { type TaggedUser, taggedUser } from '../answers/userAnswer.ts';

/**
 * Reads a user.
 * @throws ApiError USER_NOT_FOUND
 */
export const getUser = async (userId: string): Promise<TaggedUser> => taggedUser(await loadUser(userId));
