import { ApiError, ERRORS } from '../lib/errors.ts';
import { logError } from '../lib/log.ts';
import { internalError, problemBody } from '../lib/problem.ts';

type Refusal = Error & { isBoom: true; output: { statusCode: number } };
type Answer = { isBoom?: false; source: unknown };
type Request = { info: { id: string }; response: Refusal | Answer };
type Response = {
  code: (status: number) => Response;
  header: (name: string, value: string) => Response;
};
type Toolkit = { continue: symbol; response: (body: string) => Response };

/** What is used of hapi, the HTTP server inside serverless-offline. */
export type Gateway = {
  ext: (point: 'onPreResponse', answer: (request: Request, h: Toolkit) => unknown) => void;
};

/** Turns errors that no function answers, since the request did not reach one or crashed it, into problems. */
export function answerWithProblems(gateway: Gateway): void {
  gateway.ext('onPreResponse', (request, h) => {
    const error = errorOf(request);
    if (!error) return h.continue;
    const body = problemBody(error);
    return h
      .response(JSON.stringify(body))
      .code(body.status)
      .header('Content-Type', 'application/problem+json')
      .header('Access-Control-Allow-Origin', '*');
  });
}

function errorOf({ info, response }: Request): ApiError | undefined {
  const cause = response.isBoom ? response : crashOf(response);
  if (!cause) return undefined;
  const status = response.isBoom ? response.output.statusCode : ERRORS.INTERNAL_ERROR;
  if (status < 500) return refusals[status] ?? malformed;
  logError('INTERNAL_ERROR', info.id, cause);
  return internalError(info.id);
}

const malformed = new ApiError('BAD_REQUEST', 'The path, a header or the body of the request is malformed');

const refusals: Record<number, ApiError> = {
  413: new ApiError('BODY_TOO_LARGE', 'The body is larger than 64 KiB'),
};

/** serverless-offline answers for a function that crashed or ran out of time with its error, even as a 200. */
const crashOf = ({ source }: Answer): Error | undefined =>
  typeof source === 'string' && source.startsWith('{"errorMessage":')
    ? new Error(JSON.parse(source).errorMessage)
    : undefined;
