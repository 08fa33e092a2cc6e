import { createHash } from 'node:crypto';
import { isAnonymous } from '../domain/anonymousId.ts';
import { isId } from '../domain/sortKeys.ts';
import type { AccessSettings } from './settings.ts';

/** What a verified token says. `sub` is the subject: the person or the program that the token was made for. */
export type Claims = { sub: string } & Record<string, unknown>;

/** Somebody who sends a request with a token. `userId` is the id that they have, or would have, as a user. */
export type Caller = {
  userId: string;
  isOrganiser: boolean;
  isAdmin: boolean;
  /** The events at whose door they check people in. */
  staffOf: string[];
};

/** In place of an id it stands for the one who sends the request. */
export const ME = 'me';

const DERIVED = /^sub-[A-Za-z0-9_-]{43}$/;

const CHECK_IN = /^check-in:(.+)$/;

/** Returns the caller whom claims describe. */
export function callerOf(claims: Claims, settings: AccessSettings): Caller {
  const roles = textsAt(claims, settings.roleClaim);
  return {
    userId: userIdOf(claims.sub, settings.issuer),
    isOrganiser: roles.includes(settings.organiserRole),
    isAdmin: roles.includes(settings.adminRole),
    staffOf: scopesOf(claims).flatMap(scope => CHECK_IN.exec(scope)?.[1] ?? []),
  };
}

/**
 * Returns the id of a subject: the subject itself where it can be one, or one that follows from it. Correctness: no two
 * subjects have one id, and none has an id with a meaning of its own.
 */
export function userIdOf(subject: string, issuer: string): string {
  const isTaken = subject === ME || DERIVED.test(subject) || isAnonymous(subject);
  if (isId(subject) && !isTaken) return subject;
  const hash = createHash('sha256').update(JSON.stringify([issuer, subject]));
  return `sub-${hash.digest('base64url')}`;
}

/** Returns the texts of a claim: of one with this name, or of the one to which its parts between dots lead. */
function textsAt(claims: Claims, name: string): string[] {
  const found = Object.hasOwn(claims, name)
    ? claims[name]
    : name.split('.').reduce<unknown>((value, part) => ownValue(value, part), claims);
  return [found].flat().filter(isText);
}

const ownValue = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

const isText = (value: unknown): value is string => typeof value === 'string';

/** RFC 9068, 2.2.3 has scopes in one text, between spaces. */
const scopesOf = ({ scope }: Claims): string[] => (isText(scope) ? scope.split(' ') : []);
