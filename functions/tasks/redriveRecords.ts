import { validationFailed } from '../../lib/core/refusals.ts';
import { task } from '../../lib/handlers/task.ts';
import { redriveRecords } from '../../lib/maintenance/redriveRecords.ts';

/**
 * Delivers the records that consumers gave up once more, by `npm run invoke -- redriveRecords`. A run that was not
 * complete names where the next one may begin: `--data '{"startAfter":"…"}'`.
 */
export const handler = task(
  async (input: unknown) => redriveRecords(startAfterIn(input)),
  report => report,
);

/** @throws ApiError VALIDATION_FAILED */
function startAfterIn(input: unknown): string | undefined {
  const { startAfter } = Object(input) as { startAfter?: unknown };
  if (startAfter === undefined || typeof startAfter === 'string') return startAfter;
  throw validationFailed([{ path: '/startAfter', message: 'must be a string' }], 'input');
}
