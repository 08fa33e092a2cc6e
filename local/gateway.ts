import { ApiError, ERRORS } from '../lib/errors.ts';
import { bodyTooLarge, unsupportedMediaType } from '../lib/jsonBody.ts';
import { logError } from '../lib/log.ts';
import { internalError, problemBody } from '../lib/problem.ts';

type Headers = Record<string, string | undefined>;
type Refusal = Error & { isBoom: true; output: { statusCode: number } };
type Answer = { isBoom?: false; source: unknown; headers: Headers };
type Request = {
  info: { id: string };
  headers: Headers;
  raw: { req: { rawHeaders: string[] } };
  response: Refusal | Answer;
};
type Response = {
  code: (status: number) => Response;
  header: (name: string, value: string) => Response;
};
type Toolkit = { continue: symbol; response: (body: string) => Response };

/** What is used of hapi, the HTTP server inside serverless-offline. */
export type Gateway = {
  ext: (point: 'onRequest' | 'onPreResponse', handle: (request: Request, h: Toolkit) => unknown) => void;
};

/** Makes the local gateway keep to the contract where it differs from AWS's. */
export function keepToContract(gateway: Gateway): void {
  gateway.ext('onRequest', leaveTypeOut);
  gateway.ext('onPreResponse', answerWithProblem);
}

/** serverless-offline calls a body without a type JSON. RFC 9110, 8.3 lets it be just bytes. */
function leaveTypeOut({ headers, raw }: Request, h: Toolkit) {
  if (!headers['content-type']) raw.req.rawHeaders.push('Content-Type', 'application/octet-stream');
  return h.continue;
}

/** Turns errors that no function answers, since the request did not reach one or crashed it, into problems. */
function answerWithProblem(request: Request, h: Toolkit) {
  const error = errorOf(request);
  if (error) {
    const body = problemBody(error);
    return h
      .response(JSON.stringify(body))
      .code(body.status)
      .header('Content-Type', 'application/problem+json')
      .header('Access-Control-Allow-Origin', '*');
  }
  // serverless-offline adds it, though browsers refuse it beside an origin of *.
  if (!request.response.isBoom) delete request.response.headers['access-control-allow-credentials'];
  return h.continue;
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
