import { entityTag } from '../../schemas/common.ts';

/** Returns the header that carries an entity tag. The tag changes with each edit, and not with the counters. */
export const tagHeaders = (tag: string) => ({ ETag: `"${tag}"` });

/**
 * Returns the tags that an If-Match lets pass. Returns `undefined` without the header or with `*`, which let any pass.
 * Weak tags let none pass (RFC 9110, 13.1.1).
 */
export function tagsIn(ifMatch: string | undefined): string[] | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  const tags = ifMatch.match(new RegExp(entityTag, 'g')) ?? [];
  return tags.filter(tag => !tag.startsWith('W/')).map(tag => tag.slice(1, -1));
}
