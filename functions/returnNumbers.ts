import type { Context } from 'aws-lambda';
import { withDeadline } from '../lib/deadline.ts';
import { returnNumbers } from '../lib/numbers.ts';

/** Without a route: runs every minute, and by `npx serverless invoke --function returnNumbers`. */
export const handler = (_event: unknown, context: Context): ReturnType<typeof returnNumbers> =>
  withDeadline(context.getRemainingTimeInMillis(), returnNumbers);
