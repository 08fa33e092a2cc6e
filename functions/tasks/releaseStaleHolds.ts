import { task } from '../../lib/handlers/task.ts';
import { releaseStaleHolds } from '../../lib/registrations/releaseStaleHolds.ts';

/** Releases stale holds every minute, and by `npm run invoke -- releaseStaleHolds`. */
export const handler = task(releaseStaleHolds, report => report);
