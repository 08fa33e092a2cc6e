import type { Context } from 'aws-lambda';
import { withDeadline } from '../../lib/core/deadline.ts';
import { redriveRecords } from '../../lib/maintenance/redrive.ts';

/** Without a route: `npx serverless invoke --function redriveRecords` gives consumers what they gave up once more. */
export const handler = (_event: unknown, context: Context) =>
  withDeadline(context.getRemainingTimeInMillis(), redriveRecords);
