/**
 * A change of an event may be meant for one that has one of these entity tags, and made by the right of an owner, who
 * must own it.
 */
export type Restrictions = { tags?: string[] | undefined; ownerId?: string | undefined };
