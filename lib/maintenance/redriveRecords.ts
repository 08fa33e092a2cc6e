import { ensureTimeLeft } from '../core/deadline.ts';
import { logError } from '../core/log.ts';
import * as deadRecords from '../repositories/deadRecords.ts';

/**
 * Delivers the records that consumers gave up to them again, until none is left. Those that fail once more, or that
 * their stream no longer has, stay in the queue.
 */
export async function redriveRecords(): Promise<{ handled: number; failed: number }> {
  const counts = { handled: 0, failed: 0 };
  for (;;) {
    ensureTimeLeft();
    const taken = await deadRecords.take();
    if (taken.length === 0) return counts;
    for (const one of taken) counts[(await redrive(one)) ? 'handled' : 'failed'] += 1;
  }
}

async function redrive(one: deadRecords.DeadRecords): Promise<boolean> {
  try {
    if (!(await deadRecords.deliver(one, await deadRecords.read(one)))) return false;
    await deadRecords.remove(one);
    return true;
  } catch (error) {
    logError('REDRIVE_FAILED', error);
    return false;
  }
}
