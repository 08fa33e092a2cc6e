import { STATUS_CODES } from 'node:http';
import { ApiError, type BrokenRule, ERRORS, type ErrorCode } from '../../lib/errors.ts';
import { problemBody } from '../../lib/problem.ts';
import type { HeaderName, Operation } from '../../schemas/operations/operation.ts';
import { problem } from '../../schemas/problem.ts';
import { headersOf, schemaOf } from './components.ts';

/** What each code may say, to the people and the event of the examples. */
const DETAILS: Record<Exclude<ErrorCode, 'VALIDATION_FAILED'>, string> = {
  BAD_REQUEST: 'The path, a header or the body of the request is malformed',
  BODY_MISSING: 'This request needs a JSON body',
  BODY_NOT_TEXT: 'The body is not UTF-8',
  BODY_NOT_JSON: 'The body is not valid JSON',
  BODY_NOT_AN_OBJECT: 'The body must be a JSON object',
  EVENT_NOT_FOUND: 'Event not found',
  REGISTRATION_NOT_FOUND: 'Registration not found',
  ROUTE_NOT_FOUND: 'There is no route GET /nowhere',
  USER_NOT_FOUND: 'User not found',
  METHOD_NOT_ALLOWED: '/health does not take POST, only GET, HEAD, OPTIONS',
  ALREADY_CHECKED_IN: 'User is checked in at this event: undo the check-in first',
  ALREADY_REGISTERED: 'User is already registered for this event',
  ALREADY_WAITLISTED: 'User is already on the waitlist at position 1',
  CAPACITY_BELOW_REGISTERED: 'Capacity cannot be lowered to 1: 2 people are registered',
  EVENT_ALREADY_EXISTS: 'Event already exists: launch-party',
  EVENT_BEING_DELETED: 'The previous event with this id is still being deleted: launch-party',
  EVENT_FULL: 'Event is at full capacity (2/2). No waitlist available.',
  EVENT_NOT_OPEN: 'Event is not open for registration (status: cancelled)',
  NOT_SEATED: 'User is on the waitlist for this event, and has no seat',
  USER_ALREADY_EXISTS: 'User already exists: ada',
  USER_BEING_DELETED: 'The previous user with this id is still being deleted: ada',
  PRECONDITION_FAILED: 'The event has none of the versions in If-Match. Please read it again.',
  BODY_TOO_LARGE: 'The body is larger than 64 KiB',
  UNSUPPORTED_MEDIA_TYPE: 'The body must be application/json',
  IDEMPOTENCY_KEY_REUSED: 'The Idempotency-Key was used for another request',
  INTERNAL_ERROR:
    'Something went wrong on our side. Please quote request id 7b0f4c1e-2c55-4d0c-8f5c-5f3a1f6f3a52.',
  TRY_AGAIN: 'The service is busy and nothing was changed. Please try again.',
};

const ERRORS_OF: Partial<Record<ErrorCode, BrokenRule[]>> = {
  IDEMPOTENCY_KEY_REUSED: [
    { path: '/headers/idempotency-key', message: 'must be one that no other request has used' },
  ],
};

const HEADERS: Record<number, HeaderName[]> = { 405: ['Allow'], 503: ['Retry-After'] };

/** The example of each code that says the same wherever it comes. */
export const problemExamples = Object.fromEntries(
  Object.entries(DETAILS).map(([code, detail]) => {
    const errors = ERRORS_OF[code as ErrorCode];
    return [code, { value: problemBody(new ApiError(code as ErrorCode, detail, errors && { errors })) }];
  }),
);

const validationExample = ({ path, message }: BrokenRule) => ({
  value: problemBody(
    new ApiError('VALIDATION_FAILED', `The request breaks a rule: ${path} ${message}`, {
      errors: [{ path, message }],
    }),
  ),
});

/** A rule that a request may break, codes that say another sentence here, and headers of every problem. */
type Particulars = {
  broken?: BrokenRule | undefined;
  sentences?: Operation['sentences'];
  headers?: HeaderName[];
};

/** The answers of an operation that may have these problems, by status. */
export function problemAnswers(codes: ErrorCode[], particulars: Particulars = {}) {
  const byStatus = Object.groupBy([...new Set(codes)], code => ERRORS[code]);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, ofStatus = []]) => [
      status,
      {
        description: `${STATUS_CODES[Number(status)]}: ${ofStatus.join(', ')}.`,
        headers: headersOf([...(HEADERS[Number(status)] ?? []), ...(particulars.headers ?? [])]),
        content: { 'application/problem+json': problemContent(ofStatus, particulars) },
      },
    ]),
  );
}

/** The codes are the names of the examples. In a schema they would make each answer a type of its own. */
const problemContent = (codes: ErrorCode[], particulars: Particulars) => ({
  schema: schemaOf(problem),
  examples: Object.fromEntries(codes.map(code => [code, exampleOf(code, particulars)])),
});

function exampleOf(code: ErrorCode, { broken, sentences }: Particulars) {
  if (code === 'VALIDATION_FAILED' && broken) return validationExample(broken);
  const sentence = sentences?.[code];
  return sentence
    ? { value: problemBody(new ApiError(code, sentence)) }
    : { $ref: `#/components/examples/${code}` };
}
