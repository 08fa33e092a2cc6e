import { ApiError, ERRORS } from '../lib/errors.ts';
import { bodyTooLarge, unsupportedMediaType } from '../lib/jsonBody.ts';
import { logError } from '../lib/log.ts';
import { internalError, problemBody } from '../lib/problem.ts';

type Headers = Record<string, string | undefined>;
type Refusal = Error & { isBoom: true; output: { statusCode: number } };
type Answer = { isBoom?: false; source: unknown; headers: Headers; statusCode: number };
type Request = {
  method: string;
  info: { id: string };
  headers: Headers;
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
  ext: (point: 'onRequest' | 'onPreResponse', handle: (request: Request, h: Toolkit) => unknown) => void;
};

/** Makes the local gateway keep to the contract where it differs from AWS's. */
export function keepToContract(gateway: Gateway): void {
  gateway.ext('onRequest', refuseDotSegments);
  gateway.ext('onRequest', leaveTypeOut);
  gateway.ext('onRequest', leaveConditionsAlone);
  gateway.ext('onPreResponse', answerWithProblem);
}

/**
 * hapi takes `/events/a/registrations/..` for `/events/a`: who put an id into the path would have changed something else.
 * What a client has not resolved itself is an id to AWS's gateway, and refused as one.
 */
function refuseDotSegments(request: Request, h: Toolkit) {
  const [path = ''] = String(request.raw.req.url).split('?');
  const hasDots = path.split('/').some(segment => /^(\.|%2e){1,2}$/i.test(segment));
  return hasDots ? sendProblem(malformed, h).takeover() : h.continue;
}

/** serverless-offline calls a body without a type JSON. RFC 9110, 8.3 lets it be just bytes. */
function leaveTypeOut({ headers, raw }: Request, h: Toolkit) {
  if (!headers['content-type']) raw.req.rawHeaders.push('Content-Type', 'application/octet-stream');
  return h.continue;
}

/**
 * hapi would answer a 304 of its own, though an event's counters change without its ETag, and a 206 with a part of any
 * answer. AWS's gateway does neither.
 */
function leaveConditionsAlone({ headers }: Request, h: Toolkit) {
  delete headers['if-none-match'];
  delete headers.range;
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

function sendProblem(error: ApiError, h: Toolkit): Response {
  const body = problemBody(error);
  return h
    .response(JSON.stringify(body))
    .code(body.status)
    .header('Content-Type', 'application/problem+json')
    .header('Access-Control-Allow-Origin', '*');
}

function errorOf({ info, response }: Request): ApiError | undefined {
  const cause = response.isBoom ? response : crashOf(response);
  if (!cause) return undefined;
  const status = response.isBoom ? response.output.statusCode : ERRORS.INTERNAL_ERROR;
  if (/^Invalid content-type/.test(cause.message)) return unsupportedMediaType();
  if (status === ERRORS.BODY_TOO_LARGE) return bodyTooLarge();
  if (status < 500) return malformed;
  logError('INTERNAL_ERROR', cause, info.id);
  return internalError(info.id);
}

const malformed = new ApiError('BAD_REQUEST', 'The path, a header or the body of the request is malformed');

/** serverless-offline answers for a function that crashed or ran out of time with its error, even as a 200. */
const crashOf = ({ source }: Answer): Error | undefined =>
  typeof source === 'string' && source.startsWith('{"errorMessage":')
    ? new Error(JSON.parse(source).errorMessage)
    : undefined;
