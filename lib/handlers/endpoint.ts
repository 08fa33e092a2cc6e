import middy, { type MiddlewareObj } from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import validator from '@middy/validator';
import type { ErrorObject } from 'ajv';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { GuardedId, Who } from '../../schemas/access.ts';
import type { OperationId, RequestOf, requests } from '../../schemas/requests.ts';
import { withDeadline } from '../core/deadline.ts';
import { cors, everyAnswer } from '../http/answerHeaders.ts';
import { headerLimits } from '../http/headerLimits.ts';
import { problem } from '../http/problem.ts';
import { queryOf } from '../http/query.ts';
import type { Reply } from '../http/reply.ts';
import { utf8Query } from '../http/utf8Query.ts';
import { aboutRequest, observed } from './observed.ts';
import { rehearseRefusal } from './rehearsal.ts';

/** The validator of an operation, which the build compiles from its schemas. */
export interface Validator<Id extends OperationId> {
  (event: unknown): boolean;
  errors?: ErrorObject[] | null;
  /** The operation answers JSON or CSV, as its client prefers. */
  negotiates: boolean;
  /** The longest lengths, in characters, of the headers that it reads. */
  headerLimits: Record<string, number>;
  /** These query parameters may be given several times. */
  repeatable: string[];
  /** These fields of its body may be left out, and null leaves them out too. */
  optionalFields: string[];
  operationId: Id;
  /** Access control lets these send a request. */
  allowed: readonly Who[];
  /** This part of a request names the person whom it is about. */
  personIn: 'path' | 'body';
  /** These prepare a request before it is validated. */
  prepare?: MiddlewareObj<Event>[];
}

/** A validator of an operation with a body went through `withBody`, one of a list as JSON or CSV through `withTypes`. */
export type Prepared = { prepare: MiddlewareObj<Event>[] };

export type Ready<Id extends OperationId> = Validator<Id> &
  ((typeof requests)[Id] extends { body: object } | { csvQuery: object } ? Prepared : object);

export type Event = APIGatewayProxyEventV2 & { queryCounts?: Record<string, number> };

/** `More` is what the guard adds to a request. */
export type Handle<Id extends OperationId, More = object> = (
  request: RequestOf<Id> & More,
  event: Event,
  context: Context,
) => Reply | Promise<Reply>;

/**
 * Keeps those out who may not send a request, in two steps. `grant` returns what a request that passed both is carried
 * out with, and throws when it did not pass them.
 */
export type Guard<More> = {
  beforeReading: MiddlewareObj<Event>[];
  beforeValidation: MiddlewareObj<Event>[];
  grant: (event: Event) => More;
};

const NO_GUARD: Guard<object> = { beforeReading: [], beforeValidation: [], grant: () => ({}) };

/** Adds the empty parts of a request, which API Gateway leaves out. */
const normalizeEvent = (repeatable: string[]): MiddlewareObj<Event> => ({
  before: ({ event }) => {
    event.headers ??= {};
    event.pathParameters ??= {};
    const { parameters, counts } = queryOf(event, repeatable);
    event.queryStringParameters = parameters as Record<string, string>;
    event.queryCounts = counts;
  },
});

/**
 * Makes the Lambda handler of a route that is for anybody: it validates the request, passes it to `handle`, and writes the
 * reply. Other routes need `guardedEndpoint`, and do not compile with this one.
 */
export const endpoint = <Id extends Exclude<OperationId, GuardedId>>(
  validate: Ready<Id>,
  handle: Handle<Id>,
) => compose(validate, NO_GUARD, handle);

/**
 * Middleware is composed only here. Errors pass it from the last to the first, so that the headers of every answer
 * come last. The handler carries its operationId, by which tests check its answers against the API document.
 */
export const compose = <Id extends OperationId, More>(
  validate: Ready<Id>,
  guard: Guard<More>,
  handle: Handle<Id, More>,
) => {
  const { operationId } = validate;
  const handler = chain(validate, guard, handle);
  rehearseRefusal(handler);
  return Object.assign(
    observed((event: Event, context) => handler(event, context), aboutRequest(operationId)),
    { operationId },
  );
};

const chain = <Id extends OperationId, More>(
  validate: Ready<Id>,
  guard: Guard<More>,
  handle: Handle<Id, More>,
) =>
  middy<Event, APIGatewayProxyStructuredResultV2>((event: Event, context: Context) =>
    withDeadline(context.getRemainingTimeInMillis(), async () => {
      const { headers, pathParameters: path, queryStringParameters: query, body } = event;
      const request = { headers, path, query, body, ...guard.grant(event) };
      return resultOf(await handle(request as unknown as RequestOf<Id> & More, event, context), event);
    }),
  )
    .use(guard.beforeReading)
    .use(headerLimits(validate.headerLimits))
    .use(cors(validate.negotiates ? 'Accept' : undefined))
    .use(everyAnswer())
    .use(httpErrorHandler({ logger: false }))
    .use(problem())
    .use(utf8Query())
    .use(normalizeEvent(validate.repeatable))
    .use(validate.prepare ?? [])
    .use(guard.beforeValidation)
    .use(validator({ eventSchema: validate as never }));

function resultOf(reply: Reply, event: Event): APIGatewayProxyStructuredResultV2 {
  const { status, body, type = 'application/json', headers, cursor, isBase64 } = reply;
  return {
    statusCode: status,
    headers: {
      ...(body !== undefined && { 'Content-Type': type }),
      ...headers,
      ...(cursor !== undefined && { Link: nextLink(cursor, event.rawQueryString) }),
    },
    ...(body !== undefined && { body: reply.type === undefined ? JSON.stringify(body) : String(body) }),
    ...(isBase64 && { isBase64Encoded: true }),
  };
}

/**
 * Returns the link to the next page (RFC 8288): the same request with another cursor. It holds the query alone, so
 * that it is right under every host and base path.
 */
function nextLink(cursor: string, rawQueryString: string): string {
  const query = new URLSearchParams(rawQueryString);
  query.set('cursor', cursor);
  return `<?${query}>; rel="next"`;
}
