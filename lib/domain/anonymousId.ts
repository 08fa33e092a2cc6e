/** The ids that replace those of deleted users begin with this. */
export const ANONYMOUS_PREFIX = 'deleted-';

const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/** Makes the id that replaces a deleted user's. `uuid` is a UUIDv4, a new one for each deletion. */
export const anonymousId = (uuid: string): string => `${ANONYMOUS_PREFIX}${uuid}`;

/** Returns whether an id stands for a deleted user. No user can have such an id. */
export const isAnonymous = (userId: string): boolean =>
  userId.startsWith(ANONYMOUS_PREFIX) && UUID_V4.test(userId.slice(ANONYMOUS_PREFIX.length));
