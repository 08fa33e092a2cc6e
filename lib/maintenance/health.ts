import { withDeadline } from '../core/deadline.ts';
import { logError } from '../core/log.ts';
import { batchGet } from '../dynamo/read.ts';
import * as seats from '../repositories/seats.ts';

const TIMEOUT_MS = 2000;

/**
 * Returns whether the database answers a read within a second and a half. The read goes before all calls that wait for
 * their turn.
 */
export async function isHealthy(requestId: string): Promise<boolean> {
  try {
    await withDeadline(TIMEOUT_MS, () =>
      batchGet([seats.ref('health')], { consistent: false, isUrgent: true }),
    );
    return true;
  } catch (error) {
    logError('UNHEALTHY', error, requestId);
    return false;
  }
}
