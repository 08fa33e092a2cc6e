import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { OperationId } from '../../../schemas/requests.ts';
import { ensureDocumented } from '../documents/document.ts';
import { bodyText } from './bodyText.ts';

type Handler = {
  (event: APIGatewayProxyEventV2, context: Context): Promise<APIGatewayProxyStructuredResultV2>;
  operationId: OperationId;
};

/** Query parameters. A parameter is sent once for each of its values. */
type Query = Record<string, string | string[]>;

export type TestRequest = {
  path?: Record<string, string>;
  query?: Query;
  /** The body is sent as JSON, and a string is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  method?: string;
  rawPath?: string;
  /** The raw query, if it differs from that of the parameters. */
  rawQueryString?: string;
  /** Further fields of the context of the gateway. */
  requestContext?: object;
  /** The time that Lambda gives the function. */
  timeoutMs?: number;
};

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export type Answer = { status: number; headers: Record<string, string>; body: any };

/** Calls the handler of an operation. The API document must describe its answer. */
export async function invoke(handler: unknown, request: TestRequest = {}): Promise<Answer> {
  const answer = await call(handler, request);
  const isPreflight = request.method === 'OPTIONS';
  const operationId = isPreflight ? 'routeNotFound' : (handler as Handler).operationId;
  ensureDocumented(operationId, answer, { method: request.method });
  return answer;
}

/** Calls a handler as API Gateway does, and reads its answer as a client does. */
export async function call(handler: unknown, request: TestRequest = {}): Promise<Answer> {
  const { timeoutMs = 10_000 } = request;
  const event = gatewayEvent(request);
  const deadline = performance.now() + timeoutMs;
  const context = {
    awsRequestId: randomUUID(),
    getRemainingTimeInMillis: () => deadline - performance.now(),
  } as Context;
  const result = await (handler as Handler)(event, context);
  const answerHeaders = Object.fromEntries(
    Object.entries(result.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  return answerOf(
    result.statusCode ?? 200,
    answerHeaders,
    bodyText(result, answerHeaders['content-encoding']),
  );
}

/** Returns the event as which API Gateway passes a request to a function. */
export function gatewayEvent(request: TestRequest): APIGatewayProxyEventV2 {
  const { path, query, body, headers, method = 'GET', rawPath = '/', requestContext } = request;
  const { rawQueryString = new URLSearchParams(pairsOf(query)).toString() } = request;
  return {
    version: '2.0',
    rawPath,
    rawQueryString,
    headers: {
      host: 'api.test',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    requestContext: { http: { method, path: rawPath }, requestId: 'gateway-request', ...requestContext },
    isBase64Encoded: false,
    ...(path && { pathParameters: path }),
    // API Gateway joins the values of a parameter that is given several times.
    ...(query && { queryStringParameters: Object.fromEntries(pairsOf(query, values => [values.join(',')])) }),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  } as unknown as APIGatewayProxyEventV2;
}

const pairsOf = (query: Query = {}, sent = (values: string[]) => values): [string, string][] =>
  Object.entries(query).flatMap(([name, value]) =>
    sent([value].flat()).map((text): [string, string] => [name, text]),
  );

/** An answer as clients read it. A body of a JSON type is parsed. */
export const answerOf = (status: number, headers: Answer['headers'], text: string | undefined): Answer => ({
  status,
  headers,
  body: text && /json/.test(headers['content-type'] ?? '') ? JSON.parse(text) : text,
});
