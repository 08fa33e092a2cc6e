import type { Who } from '../../schemas/access.ts';
import { isId } from '../domain/sortKeys.ts';
import * as seats from '../repositories/seats.ts';
import * as users from '../repositories/users.ts';
import type { Caller } from './caller.ts';
import { hasFeedHash } from './feedSecret.ts';

/** Callers whom a rule knows by their token. */
export type CallerKind = Exclude<Who, 'anyone' | 'feed'>;

/** What a request is about, as far as that decides who may send it. */
export type Subject = { eventId?: string | undefined; userId?: unknown };

type Rule = (caller: Caller, subject: Subject) => boolean | Promise<boolean>;

/** Speed: the rule that reads comes last. */
const RULES: Record<CallerKind, Rule> = {
  admin: ({ isAdmin }) => isAdmin,
  organiser: ({ isOrganiser }) => isOrganiser,
  self: (caller, { userId }) => userId === caller.userId,
  staff: ({ staffOf }, { eventId = '' }) => staffOf.includes(eventId),
  owner: async (caller, { eventId = '' }) => (await ownerOf(eventId)) === caller.userId,
};

/** Returns the first of these that a caller is, by the order of the rules, or `undefined` when they are none. */
export async function firstKindOf(
  kinds: readonly Who[],
  caller: Caller,
  subject: Subject,
): Promise<CallerKind | undefined> {
  for (const [kind, isMet] of Object.entries(RULES) as [CallerKind, Rule][]) {
    if (kinds.includes(kind) && (await isMet(caller, subject))) return kind;
  }
  return undefined;
}

/** Reads who owns an event. Nobody owns one that does not exist, or that was made while access control was off. */
const ownerOf = async (eventId: string): Promise<string | undefined> =>
  isId(eventId) ? (await seats.get(eventId))?.ownerId : undefined;

/** Returns whether a secret is that of a person's calendar feed. */
export async function isFeedOf(userId: string | undefined, secret: string): Promise<boolean> {
  return userId !== undefined && isId(userId) && hasFeedHash(secret, (await users.get(userId))?.feedHash);
}
