import type { Occupancy } from './waitlist.ts';

/** A request may know of the drafts of all, of those of one owner, or of none. Without access control it is all. */
export type Sight = { kind: 'all' } | { kind: 'own'; ownerId: string } | { kind: 'none' };

/** Finds out whose drafts a request may know of. */
export type FindSight = () => Promise<Sight>;

/** Nobody is kept from any draft. */
export const seesAll: FindSight = () => Promise.resolve({ kind: 'all' });

/** The facts about an event that decide who may know of it. */
export type Owned = Pick<Occupancy, 'status'> & { ownerId?: string | undefined };

/** Returns whether an event may be shown. Only a draft may be hidden. */
export const isShown = (sight: Sight, { status, ownerId }: Owned): boolean =>
  status !== 'draft' || sight.kind === 'all' || (sight.kind === 'own' && sight.ownerId === ownerId);
