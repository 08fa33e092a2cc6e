import { isUtf8 } from 'node:buffer';
import type { Server } from 'node:http';
import { type ApiError, ERRORS } from '../lib/core/errors.ts';
import { logError } from '../lib/core/log.ts';
import {
  bodyOfOtherType,
  bodyTooLarge,
  internalError,
  malformedRequest,
  queryNotUtf8,
} from '../lib/core/refusals.ts';
import { EVERY_ANSWER } from '../lib/http/answerHeaders.ts';
import { problemBody } from '../lib/http/problem.ts';
import { isUtf8Query } from '../lib/http/utf8Query.ts';

type Headers = Record<string, string | undefined>;
type Refusal = Error & { isBoom: true; output: { statusCode: number } };
type Answer = { isBoom?: false; source: unknown; headers: Headers; statusCode: number };
type Request = {
  method: string;
  info: { id: string };
  headers: Headers;
  payload: unknown;
  raw: { req: { url?: string; rawHeaders: string[] } };
  response: Refusal | Answer;
};
type Response = {
  code: (status: number) => Response;
  header: (name: string, value: string) => Response;
  takeover: () => Response;
};
type Toolkit = { continue: symbol; response: (body: string) => Response };

/** What is used of hapi, the HTTP server inside serverless-offline. */
export type Gateway = {
  ext: (
    point: 'onRequest' | 'onPreHandler' | 'onPreResponse',
    handle: (request: Request, h: Toolkit) => unknown,
  ) => void;
  settings: { router: { stripTrailingSlash: boolean }; compression: unknown };
  /** The routes. */
  table: () => { settings: { response: { ranges: boolean } } }[];
};

/** Makes the local gateway keep to the contract where it differs from AWS's. */
export function keepToContract(gateway: Gateway): void {
  // To AWS's gateway a path with a slash at its end is another one. It sends answers as they are, and as a whole.
  gateway.settings.router.stripTrailingSlash = false;
  gateway.settings.compression = false;
  for (const { settings } of gateway.table()) settings.response.ranges = false;
  gateway.ext('onRequest', refuseMalformed);
  gateway.ext('onRequest', leaveTypeOut);
  gateway.ext('onRequest', leaveConditionsAlone);
  gateway.ext('onPreHandler', handOverBytes);
  gateway.ext('onPreResponse', answerWithProblem);
}

/** Answers with a problem, too, what Node's parser refuses before hapi hears of it, such as letters in a URL as they are. */
export function answerUnparsed(listener: Server): void {
  const body = JSON.stringify(problemBody(malformedRequest()));
  const head = Object.entries({
    ...PROBLEM_HEADERS,
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  listener.removeAllListeners('clientError');
  listener.on('clientError', (_error, socket) => {
    if (!socket.writable) return socket.destroy();
    return socket.end(`HTTP/1.1 400 Bad Request\r\n${head.join('')}\r\n${body}`);
  });
}

/** Refuses what hapi or serverless-offline would take for something else. */
function refuseMalformed({ raw: { req } }: Request, h: Toolkit) {
  const [path = '', query = ''] = String(req.url).split(/\?(.*)/s);
  if (!isUtf8Query(query)) return sendProblem(queryNotUtf8(), h).takeover();
  return hasDots(path) || !hasHost(req.rawHeaders)
    ? sendProblem(malformedRequest(), h).takeover()
    : h.continue;
}

/**
 * hapi takes `/events/a/registrations/..` for `/events/a`: who put an id into the path would have changed something else.
 * What a client has not resolved itself is an id to AWS's gateway, and refused as one.
 */
const hasDots = (path: string) => path.split('/').some(segment => /^(\.|%2e){1,2}$/i.test(segment));

/** serverless-offline makes one URL of the host and the path: a host with a path in it would change that. */
function hasHost(rawHeaders: string[]): boolean {
  const [host = '', ...others] = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host',
  );
  return others.length === 0 && !/[/?#@\\\s]/.test(host) && URL.canParse(`http://${host || 'localhost'}`);
}

/** serverless-offline calls a body without a type JSON. RFC 9110, 8.3 lets it be just bytes. */
function leaveTypeOut({ headers, raw }: Request, h: Toolkit) {
  if (!headers['content-type']) raw.req.rawHeaders.push('Content-Type', 'application/octet-stream');
  return h.continue;
}

/** hapi would answer a 304 of its own, though an event's counters change without its ETag. AWS's gateway does not. */
function leaveConditionsAlone({ headers }: Request, h: Toolkit) {
  delete headers['if-none-match'];
  return h.continue;
}

/**
 * serverless-offline makes a text of any body, and U+FFFD of what is none in UTF-8, unless it has this type here. The
 * function still hears of the type that the client sent.
 */
function handOverBytes({ headers, payload }: Request, h: Toolkit) {
  if (payload instanceof Buffer && !isUtf8(payload)) headers['content-type'] = 'application/octet-stream';
  return h.continue;
}

/** Turns errors that no function answers, since the request did not reach one or crashed it, into problems. */
function answerWithProblem(request: Request, h: Toolkit) {
  const error = errorOf(request);
  if (error) return sendProblem(error, h);
  const { response } = request;
  if (response.isBoom) return h.continue;
  // serverless-offline adds it, though browsers refuse it beside an origin of *.
  delete response.headers['access-control-allow-credentials'];
  // It makes a 200 of whatever a preflight was answered.
  if (request.method === 'options') response.statusCode = 204;
  return h.continue;
}

const PROBLEM_HEADERS = {
  'Content-Type': 'application/problem+json',
  'Access-Control-Allow-Origin': '*',
  ...EVERY_ANSWER,
};

function sendProblem(error: ApiError, h: Toolkit): Response {
  const body = problemBody(error);
  return Object.entries(PROBLEM_HEADERS).reduce(
    (response, [name, value]) => response.header(name, value),
    h.response(JSON.stringify(body)).code(body.status),
  );
}

function errorOf({ info, response }: Request): ApiError | undefined {
  const cause = response.isBoom ? response : crashOf(response);
  if (!cause) return undefined;
  const status = response.isBoom ? response.output.statusCode : ERRORS.INTERNAL_ERROR;
  if (/^Invalid content-type/.test(cause.message)) return bodyOfOtherType();
  if (status === ERRORS.BODY_TOO_LARGE) return bodyTooLarge();
  if (status < 500) return malformedRequest();
  logError('INTERNAL_ERROR', cause, info.id);
  return internalError(info.id);
}

/** serverless-offline answers for a function that crashed or ran out of time with its error, even as a 200. */
const crashOf = ({ source }: Answer): Error | undefined =>
  typeof source === 'string' && source.startsWith('{"errorMessage":')
    ? new Error(JSON.parse(source).errorMessage)
    : undefined;
