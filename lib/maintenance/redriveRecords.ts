import { timeLeftMs } from '../core/deadline.ts';
import { logError } from '../core/log.ts';
import * as deadRecords from '../repositories/deadRecords.ts';

/**
 * How many objects with records were handled, and how many failed and stay. `isComplete` is false when the time did not
 * suffice for all of them. The next run may begin behind `startAfter`.
 */
export type RedriveReport = {
  handled: number;
  failed: number;
  isComplete: boolean;
  startAfter?: string | undefined;
};

/**
 * Delivers the records that consumers gave up to them again, until none is left or the time is over. An object is
 * removed once all of its records are handled, and stays otherwise. Consumers take a record any number of times, so two
 * runs at once do no harm, and neither does one that dies.
 */
export async function redriveRecords(startAfter?: string): Promise<RedriveReport> {
  const counts = { handled: 0, failed: 0 };
  let last = startAfter;
  for await (const key of deadRecords.keys(startAfter)) {
    const outcome = await redrive(key);
    if (outcome === 'late') return { ...counts, isComplete: false, startAfter: last };
    if (outcome !== 'gone') counts[outcome] += 1;
    last = key;
  }
  return { ...counts, isComplete: true };
}

/** A timer may end a little before its time. */
const isLate = () => timeLeftMs() < 1;

async function redrive(key: string): Promise<'handled' | 'failed' | 'gone' | 'late'> {
  if (isLate()) return 'late';
  try {
    const found = await deadRecords.read(key);
    if (!found) return 'gone';
    if (!(await deadRecords.deliver(found))) return 'failed';
    await deadRecords.remove(key);
    return 'handled';
  } catch (error) {
    if (isLate()) return 'late';
    logError('REDRIVE_FAILED', new Error(`The records of ${key} were not delivered.`, { cause: error }));
    return 'failed';
  }
}
