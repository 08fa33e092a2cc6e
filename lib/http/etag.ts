import { createHash } from 'node:crypto';
import { entityTag } from '../../schemas/entityTag.ts';

/** Returns the header that carries an entity tag. The tag changes with each edit, and not with the counters. */
export const tagHeaders = (tag: string) => ({ ETag: `"${tag}"` });

/**
 * Returns the tags that an If-Match lets pass. Returns `undefined` without the header or with `*`, which let any pass.
 * Weak tags let none pass (RFC 9110, 13.1.1).
 */
export function tagsIn(ifMatch: string | undefined): string[] | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  return listedIn(ifMatch)
    .filter(tag => !tag.startsWith('W/'))
    .map(tag => tag.slice(1, -1));
}

const listedIn = (header: string): string[] => header.match(new RegExp(entityTag, 'g')) ?? [];

/**
 * Returns the weak entity tag of some content. An answer that also has the time of its reading may have it, since the
 * bytes of two answers with a weak tag may differ (RFC 9110, 8.8.1).
 */
export const weakTagOf = (content: object): string =>
  `W/"${createHash('sha256').update(JSON.stringify(content)).digest('base64url')}"`;

/**
 * Returns whether a client with this If-None-Match has what the tag is of. Weak and strong tags are compared alike, and
 * `*` stands for every tag (RFC 9110, 13.1.2).
 */
export const isHeld = (tag: string, ifNoneMatch = ''): boolean =>
  ifNoneMatch === '*' || listedIn(ifNoneMatch).map(opaque).includes(opaque(tag));

const opaque = (tag: string): string => tag.replace(/^W\//, '');
