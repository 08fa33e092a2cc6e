import { redriveNotices } from '../../lib/maintenance/redrive.ts';

/** Without a route: `npx serverless invoke --function redriveNotices` has notices that were given up sent again. */
export const handler = async () => ({ task: await redriveNotices() });
