import * as leavers from '../repositories/leavers.ts';

/** So many of those who ask are read at once, which costs one read unit where ids are UUIDs. */
export const MAX_SEEN = 12;

/** A transaction that takes people off, and the reads before it, take less. */
const STUCK_AFTER_MS = 300;

/** Whose turn it is to take people off. It is over for somebody who does not ask any more. */
export type Turn = 'mine' | 'of another' | 'over';

/**
 * Returns what tells whose turn it is, whenever it is called. It is the turn of the first of those who ask. If that one
 * stays the first for too long, their process seems to be dead. Then it is also the turn of the second, later of the
 * third, and so on; of those who are further behind by chance. Speed: if all took over at once, they would be in each
 * other's way.
 */
export function turnWatch({ incarnation, leaveId }: leavers.Leaver): () => Promise<Turn> {
  let seen: { first: string | undefined; since: number } | undefined;
  return async () => {
    const front = await leavers.first(incarnation, MAX_SEEN);
    const isFarBehind = front.length === MAX_SEEN && front.every(one => one.leaveId < leaveId);
    if (!isFarBehind && front.every(one => one.leaveId !== leaveId)) return 'over';
    const before = front.filter(one => one.leaveId < leaveId && leavers.mayWait(one));
    const [first, now] = [before[0]?.leaveId, performance.now()];
    if (!seen || seen.first !== first) seen = { first, since: now };
    const turnsBefore = before.length + (isFarBehind ? Math.random() * MAX_SEEN : 0);
    if (now - seen.since < turnsBefore * STUCK_AFTER_MS) return 'of another';
    seen.since = now;
    return 'mine';
  };
}
