import { entityTag } from '../../schemas/common.ts';

/** The headers that carry an entity tag. It changes with each edit, and not with the counters. */
export const versionHeaders = (tag: string) => ({ ETag: `"${tag}"` });

/**
 * The versions that an If-Match lets pass; any, without the header or with `*`. Weak tags let none pass (RFC 9110,
 * 13.1.1).
 */
export function versionsIn(ifMatch: string | undefined): string[] | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  const tags = ifMatch.match(new RegExp(entityTag, 'g')) ?? [];
  return tags.filter(tag => !tag.startsWith('W/')).map(tag => tag.slice(1, -1));
}
