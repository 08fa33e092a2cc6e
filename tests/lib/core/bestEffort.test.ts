import { bestEffort } from '../../../lib/core/bestEffort.ts';
import { ensureTimeLeft, withDeadline } from '../../../lib/core/deadline.ts';
import { logOf } from '../../support/api/log.ts';

test('work that follows a change may fail or run out of time, and its error is logged', async () => {
  const failures = [async () => ensureTimeLeft(), () => Promise.reject(new Error('broken'))];
  for (const work of failures) {
    const log = await logOf(async () => {
      await expect(withDeadline(0, () => bestEffort(work))).resolves.toBeUndefined();
    });
    expect(log).toEqual([expect.objectContaining({ level: 'error', code: 'BEST_EFFORT_FAILED' })]);
  }
  await expect(bestEffort(async () => 'done')).resolves.toBe('done');
});
