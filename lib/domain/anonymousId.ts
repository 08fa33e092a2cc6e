/** What the ids begin with under which things stay of people who were deleted. */
export const ANONYMOUS_PREFIX = 'deleted-';

const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/** The id under which things stay of a person who is deleted. `uuid` is a UUIDv4, another one for each deletion. */
export const anonymousId = (uuid: string): string => `${ANONYMOUS_PREFIX}${uuid}`;

/** Whether an id stands for a person who was deleted. No user can have such an id. */
export const isAnonymous = (userId: string): boolean =>
  userId.startsWith(ANONYMOUS_PREFIX) && UUID_V4.test(userId.slice(ANONYMOUS_PREFIX.length));
