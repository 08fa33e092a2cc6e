import type { MiddlewareObj } from '@middy/core';
import httpCors from '@middy/http-cors';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { allowedOrigins } from './allowedOrigins.ts';

type Middleware = MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

/**
 * An answer carries these unless it sets them itself. Correctness: an event's ETag does not change with its counters,
 * so no cache may store an answer and take it for another (RFC 9110, 8.8.1).
 */
export const EVERY_ANSWER = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

const origins = allowedOrigins(process.env);

const CORS = {
  // A single origin is in every answer. Of several, the one that asks is, so that the answer depends on who asks.
  ...(origins.length > 1 ? { origins } : { origin: origins[0] }),
  methods: 'GET,POST,PUT,DELETE,OPTIONS',
  headers: 'Authorization,Content-Type,Idempotency-Key,If-Match',
  exposeHeaders:
    'Location,Link,ETag,Idempotency-Replayed,Retry-After,Allow,WWW-Authenticate,Content-Disposition,Csv-Truncated',
  maxAge: 86_400,
};

const FIELD_NAME = /^[!#$%&'*+.^`|~\w-]+$/;

/** Answers preflights, and gives every answer its CORS headers. `vary` names the header that its type depends on. */
export const cors = (vary?: string): Middleware => ({
  ...httpCors({ ...CORS, ...(vary && { vary }) }),
  before: request => {
    const { headers, requestContext } = request.event;
    if (requestContext?.http?.method !== 'OPTIONS') return undefined;
    const preflight = httpCors({
      ...CORS,
      headers: allowedHeaders(headers?.['access-control-request-headers']),
      vary: 'Access-Control-Request-Headers',
      disableBeforePreflightResponse: false,
    });
    const answer: APIGatewayProxyStructuredResultV2 | undefined = preflight.before?.(request as never);
    return answer && { ...answer, headers: { ...EVERY_ANSWER, ...answer.headers } };
  },
});

/** Returns the headers that a page asks for by their names, since a `*` would not cover Authorization. */
function allowedHeaders(asked = ''): string {
  const names = asked.split(',').map(name => name.trim());
  return names.every(name => FIELD_NAME.test(name)) ? names.join(',') : CORS.headers;
}

/** Adds the headers of every answer that it does not set itself. */
export const everyAnswer = (): Middleware => {
  const complete: Middleware['after'] = ({ response }) => {
    if (response) response.headers = { ...EVERY_ANSWER, ...response.headers };
  };
  return { after: complete, onError: complete };
};
