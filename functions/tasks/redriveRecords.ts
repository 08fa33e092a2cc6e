import { task } from '../../lib/handlers/task.ts';
import { redriveRecords } from '../../lib/maintenance/redriveRecords.ts';

/** Delivers the records that consumers gave up once more, by `npm run invoke -- redriveRecords`. */
export const handler = task(redriveRecords);
