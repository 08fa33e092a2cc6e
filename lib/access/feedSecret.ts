import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 32 bytes are 43 characters of base64url, which schemas/user.ts requires of a secret. */
const SECRET_BYTES = 32;

/** Makes the secret of a calendar feed. */
export const newFeedSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** Returns what is stored of a secret, which does not tell it. */
export const feedHashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Returns whether a secret has this hash, in a time that does not depend on it. */
export function hasFeedHash(secret: string, feedHash = ''): boolean {
  const [given, stored] = [Buffer.from(feedHashOf(secret)), Buffer.from(feedHash)];
  return given.length === stored.length && timingSafeEqual(given, stored);
}
