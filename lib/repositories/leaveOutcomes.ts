import type { RegistrationStatus } from '../domain/waitlist.ts';
import { TABLES } from '../dynamo/client.ts';
import { putNew } from '../dynamo/expressions.ts';
import { batchGet, type Ref } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

/** What became of somebody who asked to leave: they left, or the request gave up before. */
export type Outcome =
  | { kind: 'left'; left: RegistrationStatus; promotedUser: string | undefined }
  | { kind: 'withdrawn' };

/** The outcome of one asking, which never changes. `expiresAt` is in seconds since 1970. */
export type LeaveOutcome = Outcome & { leaveId: string; expiresAt: number };

/** Correctness: nobody is taken off later than a minute after they asked, and their request has ended by then. */
const RETENTION_SECONDS = 3600;

export const ref = (leaveId: string): Ref<LeaveOutcome> => ({
  table: TABLES.leaveOutcomes,
  key: { leaveId },
});

/** Returns the outcome of an asking, if it has one. */
export async function get(leaveId: string): Promise<LeaveOutcome | undefined> {
  const found = await batchGet([ref(leaveId)], { consistent: true });
  return found(ref(leaveId));
}

/** Writes an outcome. It is refused when there is one, so that leaving and withdrawing exclude each other. */
export const write = (leaveId: string, outcome: Outcome): Write<LeaveOutcome> =>
  putNew(
    TABLES.leaveOutcomes,
    {
      ...outcome,
      leaveId,
      expiresAt: Math.floor(Date.now() / 1000) + RETENTION_SECONDS,
    } satisfies LeaveOutcome,
    'leaveId',
  );
