import { task } from '../../lib/handlers/task.ts';
import { releaseStaleHolds } from '../../lib/registrations/releaseStaleHolds.ts';

/** Releases stale holds every minute, and by `npx serverless invoke --function releaseStaleHolds`. */
export const handler = task(releaseStaleHolds);
