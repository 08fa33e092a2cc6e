import { createHash, timingSafeEqual } from 'node:crypto';
import type { Who } from '../../schemas/access.ts';
import { isId } from '../domain/sortKeys.ts';
import { batchGet } from '../dynamo/read.ts';
import * as seats from '../repositories/seats.ts';
import * as users from '../repositories/users.ts';
import type { Caller } from './caller.ts';

/** What a request is about, as far as that decides who may send it. A person without an id is the caller. */
export type Subject = { eventId?: string | undefined; userId?: unknown };

type Rule = (caller: Caller, subject: Subject) => boolean | Promise<boolean>;

/** Speed: the rule that reads comes last. */
const RULES: [Exclude<Who, 'anyone' | 'feed'>, Rule][] = [
  ['admin', ({ isAdmin }) => isAdmin],
  ['organiser', ({ isOrganiser }) => isOrganiser],
  ['self', (caller, { userId }) => typeof userId !== 'string' || userId === caller.userId],
  ['staff', ({ staffOf }, { eventId = '' }) => staffOf.includes(eventId)],
  ['owner', async (caller, { eventId = '' }) => (await ownerOf(eventId)) === caller.userId],
];

/** Returns as which of these a caller may send a request, or `undefined` when they may not. */
export async function admittedAs(
  allowed: readonly Who[],
  caller: Caller,
  subject: Subject,
): Promise<Who | undefined> {
  for (const [who, isMet] of RULES) {
    if (allowed.includes(who) && (await isMet(caller, subject))) return who;
  }
  return undefined;
}

/** Reads who owns an event. Nobody owns one that does not exist, or that was made while access control was off. */
const ownerOf = async (eventId: string): Promise<string | undefined> =>
  isId(eventId) ? (await seats.get(eventId))?.ownerId : undefined;

/** Returns what is stored of the secret of a feed. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Returns whether a secret is that of a person's calendar feed. */
export async function isFeedOf(userId: string | undefined, secret: string): Promise<boolean> {
  if (!userId || !isId(userId)) return false;
  const found = await batchGet([users.ref(userId)], { consistent: true });
  const { feedHash = '' } = users.unlessDeleted(found(users.ref(userId))) ?? {};
  const [given, stored] = [hashOf(secret), feedHash].map(text => Buffer.from(text));
  return given !== undefined && given.length === stored?.length && timingSafeEqual(given, stored);
}
