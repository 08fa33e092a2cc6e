import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type ApiError, ERRORS } from '../lib/core/errors.ts';
import { logError } from '../lib/core/log.ts';
import { bodyOfOtherType, bodyTooLarge, internalError, malformedRequest } from '../lib/core/refusals.ts';
import { EVERY_ANSWER } from '../lib/http/answerHeaders.ts';
import { problemBody } from '../lib/http/problem.ts';
import type { Answer, Request, Response, Toolkit } from './hapi.ts';

const PROBLEM_HEADERS = {
  'Content-Type': 'application/problem+json',
  'Access-Control-Allow-Origin': '*',
  ...EVERY_ANSWER,
};

/**
 * Answers requests that Node's parser refuses, such as those with unencoded letters in a URL, with a problem too. It
 * prints a line for each.
 */
export function answerUnparsed(listener: Server, print: (line: string) => void): void {
  listener.removeAllListeners('clientError');
  listener.on('clientError', (_error, socket) => {
    if (!socket.writable) return socket.destroy();
    const requestId = randomUUID();
    print(`unreadable request 400 ${requestId}`);
    return socket.end(unparsedAnswer(requestId));
  });
}

function unparsedAnswer(requestId: string): string {
  const body = JSON.stringify(problemBody(malformedRequest(), requestId));
  const head = Object.entries({
    ...PROBLEM_HEADERS,
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 400 Bad Request\r\n${head.join('')}\r\n${body}`;
}

/** Turns errors that no function answered into problems. The request did not reach one, or crashed it. */
export function answerWithProblem(request: Request, h: Toolkit) {
  const requestId = randomUUID();
  const error = errorOf(request, requestId);
  if (error) return sendProblem(error, h, requestId);
  const { response } = request;
  if (response.isBoom) return h.continue;
  // serverless-offline adds it, though browsers refuse it beside an origin of *.
  delete response.headers['access-control-allow-credentials'];
  // serverless-offline answers every preflight with a 200.
  if (request.method === 'options') response.statusCode = 204;
  return h.continue;
}

/** Answers with an error as a problem. The id of the request is new, since no function has one for it. */
export function sendProblem(error: ApiError, h: Toolkit, requestId: string = randomUUID()): Response {
  const body = problemBody(error, requestId);
  return Object.entries(PROBLEM_HEADERS).reduce(
    (response, [name, value]) => response.header(name, value),
    h.response(JSON.stringify(body)).code(body.status),
  );
}

function errorOf({ response }: Request, requestId: string): ApiError | undefined {
  const cause = response.isBoom ? response : crashOf(response);
  if (!cause) return undefined;
  const status = response.isBoom ? response.output.statusCode : ERRORS.INTERNAL_ERROR;
  if (/^Invalid content-type/.test(cause.message)) return bodyOfOtherType();
  if (status === ERRORS.BODY_TOO_LARGE) return bodyTooLarge();
  if (status < 500) return malformedRequest();
  logError('INTERNAL_ERROR', cause, requestId);
  return internalError(requestId);
}

/**
 * Returns the error with which serverless-offline answers for a function that crashed or ran out of time, even as a
 * 200.
 */
const crashOf = ({ source }: Answer): Error | undefined =>
  typeof source === 'string' && source.startsWith('{"errorMessage":')
    ? new Error(JSON.parse(source).errorMessage)
    : undefined;
