/**
 * Returns the number of an edit: the time in milliseconds since 1970, but at least one more than the number before it.
 * An event that takes the id of a former one continues its numbers.
 */
export const nextVersion = (before: number, now: string): number => Math.max(before + 1, Date.parse(now));

const FIRST_REVISION = Date.parse('2020-01-01');

/** Converts a time to whole seconds since 2020. RFC 5545 has 31 bits for a revision, which last until 2088. */
export const revisionAt = (time: string): number => Math.floor((Date.parse(time) - FIRST_REVISION) / 1000);

/** Returns the revision of a change: like a version, but in seconds. */
export const nextRevision = (before: number, now: string): number => Math.max(before + 1, revisionAt(now));

/** Returns the time of a revision. */
export const timeOfRevision = (revision: number): Date => new Date(FIRST_REVISION + revision * 1000);
