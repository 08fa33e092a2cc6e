import type { Context } from 'aws-lambda';
import { withDeadline } from '../core/deadline.ts';
import { functionNameOf, observed } from './observed.ts';

/**
 * Makes the Lambda handler of a function without a route. It ends before Lambda ends its process. The line about an
 * invocation has what `about` returns of its result.
 */
export const task = <Input, Result>(
  work: (input: Input) => Promise<Result>,
  about: (result: Result) => object = () => ({}),
) =>
  observed(
    (input: Input, context: Context): Promise<Result> =>
      withDeadline(context.getRemainingTimeInMillis(), () => work(input)),
    (_input, context, result) => ({
      function: functionNameOf(context),
      ...(result !== undefined && about(result)),
    }),
  );
