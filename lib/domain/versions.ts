/**
 * The number of an edit, in milliseconds since 1970: the time when it was made, or one more than the number before,
 * whatever the clocks say. An event that takes the id of another one goes on behind it.
 */
export const nextVersion = (before: number, now: string): number => Math.max(before + 1, Date.parse(now));

const FIRST_REVISION = Date.parse('2020-01-01');

/** A time in whole seconds since 2020. RFC 5545 has 31 bits for a revision: that is enough until 2088. */
export const revisionAt = (time: string): number => Math.floor((Date.parse(time) - FIRST_REVISION) / 1000);

/** The revision of what changed now: like a version, to the second. */
export const nextRevision = (before: number, now: string): number => Math.max(before + 1, revisionAt(now));

/** The time that a revision stands for. */
export const timeOfRevision = (revision: number): Date => new Date(FIRST_REVISION + revision * 1000);
