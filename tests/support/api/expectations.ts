import { ERRORS, type ErrorCode } from '../../../lib/core/errors.ts';
import type { Answer } from './invoke.ts';

/**
 * The answer is the problem (RFC 9457) with this code and, if given, this sentence. It has the id of its request, and CORS
 * headers.
 */
export function expectProblem(answer: Answer, code: ErrorCode, detail?: string): void {
  expect(answer).toMatchObject({
    status: ERRORS[code],
    headers: { 'content-type': 'application/problem+json', 'access-control-allow-origin': '*' },
    body: {
      type: 'about:blank',
      title: expect.any(String),
      status: ERRORS[code],
      code,
      requestId: expect.stringMatching(UUID_V4),
      detail: detail ?? expect.stringMatching(/^\S.*\S$/s),
    },
  });
}

/** What a body tells but the id of a problem's request, the one member in which problems that are alike differ. */
export function exceptRequestId(body: Answer['body']): Answer['body'] {
  if (typeof body?.code !== 'string') return body;
  const { requestId, ...others } = body;
  expect(requestId).toMatch(UUID_V4);
  return others;
}

/** An answer but for the id of a problem's request. */
export const comparable = ({ body, ...answer }: Answer): Answer => ({
  ...answer,
  body: exceptRequestId(body),
});

/** The answers are the same but for the ids of their requests. */
export function expectAlike(first: Answer, ...others: Answer[]): void {
  expect(others.map(comparable)).toEqual(others.map(() => comparable(first)));
}

/** The answer is a 422 that lists exactly these paths, such as `/body/title`, in any order. */
export function expectBrokenRules(answer: Answer, paths: string[]): void {
  expectProblem(answer, 'VALIDATION_FAILED');
  expect(answer.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([...paths].sort());
  for (const { message } of answer.body.errors)
    expect(message).toMatch(/^(must |is required$|is not known here$)/);
}

/** The answer has this status, exactly this JSON body or none, and CORS headers. */
export function expectAnswer(answer: Answer, status: number, body?: unknown): void {
  expect(answer).toEqual({
    status,
    headers: expect.objectContaining({
      ...(body !== undefined && { 'content-type': 'application/json' }),
      'access-control-allow-origin': '*',
      'access-control-expose-headers':
        'Location,Link,ETag,Idempotency-Replayed,Retry-After,Allow,WWW-Authenticate,Content-Disposition,Csv-Truncated',
    }),
    body,
  });
}

/** The service chooses ids that are UUIDv4. */
export const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** An ISO 8601 timestamp in UTC. */
export const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
