import { task } from '../../lib/handlers/task.ts';
import { redriveNotices } from '../../lib/maintenance/redriveNotices.ts';

/** Resends notices that were given up, by `npm run invoke -- redriveNotices`. */
export const handler = task(async () => ({ task: await redriveNotices() }));
