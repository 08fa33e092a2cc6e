import type { Occupancy } from './waitlist.ts';

/** Whose drafts a request may know of. Without access control those are all drafts. */
export type Sight = { kind: 'all' } | { kind: 'own'; ownerId: string } | { kind: 'none' };

/** Finds out whose drafts a request may know of. */
export type Look = () => Promise<Sight>;

/** Nobody is kept from any draft. */
export const seesAll: Look = () => Promise.resolve({ kind: 'all' });

/** What decides who may know of an event. */
export type Owned = Pick<Occupancy, 'status'> & { ownerId?: string | undefined };

/** Returns whether an event may be shown. Only a draft may be hidden. */
export const isShown = (sight: Sight, { status, ownerId }: Owned): boolean =>
  status !== 'draft' || sight.kind === 'all' || (sight.kind === 'own' && sight.ownerId === ownerId);
