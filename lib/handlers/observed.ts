import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { ErrorCode } from '../core/errors.ts';
import { logInvocation } from '../core/log.ts';
import { writeMetrics } from '../core/metrics.ts';
import { counting } from '../core/usage.ts';

type Invoke<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/** What the line about an invocation has besides. `counts` are metrics too. */
type About = { function: string; counts?: Record<string, number>; [attribute: string]: unknown };

let isColdStart = true;

/**
 * Makes a handler write a line about each invocation, also one that fails: how long it took, what it used, and what
 * `about` returns. It also writes metrics. No body, token, name or address is in either.
 */
export const observed =
  <Event, Result>(
    handle: Invoke<Event, Result>,
    about: (event: Event, context: Context, result?: Result) => About,
  ): Invoke<Event, Result> =>
  (event, context) =>
    counting(async ({ usage, happenings, delays }) => {
      const begunAt = performance.now();
      const coldStart = isColdStart;
      isColdStart = false;
      const observe = (result?: Result) => {
        const { counts, ...attributes } = about(event, context, result);
        const durationMs = Math.round(performance.now() - begunAt);
        const { awsRequestId: requestId } = context;
        logInvocation({
          ...attributes,
          requestId,
          durationMs,
          coldStart,
          ...usage,
          ...happenings,
          ...counts,
        });
        const { conflicts, retries } = usage;
        writeMetrics(attributes.function, { ...happenings, conflicts, retries, ...counts }, delays);
      };
      try {
        const result = await handle(event, context);
        observe(result);
        return result;
      } catch (error) {
        observe();
        throw error;
      }
    });

/** Returns the name of a function in serverless.yml, which AWS has behind those of the service and the stage. */
export const functionNameOf = ({ functionName }: Context): string =>
  functionName?.split('-').at(-1) || 'local';

type Batch = { Records: unknown[] };
type BatchResult = { batchItemFailures: unknown[] };

/** Returns what the line of a batch has besides. */
export const aboutBatch = ({ Records }: Batch, context: Context, result?: BatchResult): About => ({
  function: functionNameOf(context),
  records: Records.length,
  failures: result?.batchItemFailures.length ?? Records.length,
});

/** A line has a traceparent of this form (W3C Trace Context) only, since a client may send any text. */
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

const traceparentIn = ({ traceparent = '' }: APIGatewayProxyEventV2['headers'] = {}): string | undefined =>
  TRACEPARENT.test(traceparent) ? traceparent : undefined;

/** The problems that have metrics of their own. */
const COUNTED: Partial<Record<ErrorCode, string>> = { EVENT_FULL: 'refusedFull' };

/** Returns what the line of a request has besides. */
export const aboutRequest =
  (operationId: string) =>
  (
    { requestContext, headers }: APIGatewayProxyEventV2,
    _context: Context,
    { statusCode: status = 200, body }: APIGatewayProxyStructuredResultV2 = { statusCode: 500 },
  ): About => {
    const code = codeIn(status, body);
    const refusal = code && COUNTED[code];
    return {
      function: operationId,
      route: requestContext?.routeKey,
      status,
      code,
      gatewayRequestId: requestContext?.requestId,
      traceparent: traceparentIn(headers),
      counts: { ...(refusal && { [refusal]: 1 }), ...(status === 503 && { unavailable: 1 }) },
    };
  };

/** Returns the code of a problem. */
const codeIn = (status: number, body = '{}'): ErrorCode | undefined =>
  status >= 400 ? (JSON.parse(body).code as ErrorCode | undefined) : undefined;
