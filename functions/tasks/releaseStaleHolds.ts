import type { Context } from 'aws-lambda';
import { withDeadline } from '../../lib/core/deadline.ts';
import { releaseStaleHolds } from '../../lib/registrations/holds.ts';

/** A task that runs every minute, and by `npx serverless invoke --function releaseStaleHolds`. */
export const handler = (_event: unknown, context: Context): ReturnType<typeof releaseStaleHolds> =>
  withDeadline(context.getRemainingTimeInMillis(), releaseStaleHolds);
