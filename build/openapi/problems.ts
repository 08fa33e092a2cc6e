import { STATUS_CODES } from 'node:http';
import { type ApiError, type BrokenRule, ERRORS, type ErrorCode } from '../../lib/core/errors.ts';
import * as refusals from '../../lib/core/refusals.ts';
import { problemBody } from '../../lib/http/problem.ts';
import type { HeaderName, Operation } from '../../schemas/operations/operation.ts';
import { problem } from '../../schemas/problem.ts';
import { headersOf, schemaOf } from './components.ts';

/** Each problem of the examples has this id. */
const REQUEST_ID = '7b0f4c1e-2c55-4d0c-8f5c-5f3a1f6f3a52';

/** These refusals are about the people and the event of the examples. */
const REFUSALS: Record<Exclude<ErrorCode, 'VALIDATION_FAILED'>, ApiError> = {
  BAD_REQUEST: refusals.malformedRequest(),
  BODY_MISSING: refusals.bodyMissing(),
  BODY_NOT_TEXT: refusals.bodyNotText(),
  BODY_NOT_JSON: refusals.bodyNotJson(),
  BODY_NOT_AN_OBJECT: refusals.bodyNotAnObject(),
  UNAUTHENTICATED: refusals.tokenMissing(),
  FORBIDDEN: refusals.forbidden(),
  EVENT_NOT_FOUND: refusals.eventNotFound(),
  REGISTRATION_NOT_FOUND: refusals.registrationNotFound(),
  ROUTE_NOT_FOUND: refusals.routeNotFound('GET', '/nowhere'),
  USER_NOT_FOUND: refusals.userNotFound(),
  METHOD_NOT_ALLOWED: refusals.methodNotAllowed('POST', '/health', 'GET, HEAD, OPTIONS'),
  ALREADY_CHECKED_IN: refusals.alreadyCheckedIn(),
  ALREADY_REGISTERED: refusals.alreadyRegistered(),
  ALREADY_WAITLISTED: refusals.alreadyWaitlisted(1),
  CAPACITY_BELOW_REGISTERED: refusals.capacityBelowRegistered(1, 2),
  EVENT_ALREADY_EXISTS: refusals.eventAlreadyExists('launch-party'),
  EVENT_BEING_DELETED: refusals.eventBeingDeleted('launch-party'),
  EVENT_FULL: refusals.eventFull(2),
  EVENT_HAS_REGISTRATIONS: refusals.eventHasRegistrations(),
  EVENT_NOT_OPEN: refusals.eventNotOpen('cancelled'),
  LEAVING_CLOSED: refusals.leavingClosed('2026-04-30T18:00:00.000Z'),
  NOT_SEATED: refusals.notSeated(),
  REGISTRATION_NOT_OPEN: refusals.registrationNotYetOpen('2099-02-01T09:00:00.000Z'),
  USER_ALREADY_EXISTS: refusals.userAlreadyExists('ada'),
  USER_BEING_DELETED: refusals.userBeingDeleted('ada'),
  USER_ID_RETIRED: refusals.userIdRetired('ada'),
  WAITLIST_FULL: refusals.waitlistFull(0),
  PRECONDITION_FAILED: refusals.preconditionFailed(),
  BODY_TOO_LARGE: refusals.bodyTooLarge(),
  UNSUPPORTED_MEDIA_TYPE: refusals.bodyOfOtherType(),
  IDEMPOTENCY_KEY_REUSED: refusals.idempotencyKeyReused(),
  INTERNAL_ERROR: refusals.internalError(REQUEST_ID),
  TRY_AGAIN: refusals.nothingChanged(),
};

const HEADERS: Record<number, HeaderName[]> = {
  401: ['WWW-Authenticate'],
  403: ['WWW-Authenticate'],
  405: ['Allow'],
  503: ['Retry-After'],
};

const example = (refusal: ApiError) => ({ value: problemBody(refusal, REQUEST_ID) });

/** Each code that has the same sentence everywhere has one example. */
export const problemExamples = Object.fromEntries(
  Object.entries(REFUSALS).map(([code, refusal]) => [code, example(refusal)]),
);

/** An operation may break this rule, have its own sentences for some refusals, and more headers on each problem. */
type Particulars = {
  broken?: BrokenRule | undefined;
  refusals?: Operation['refusals'];
  headers?: HeaderName[];
};

/** Writes the problems of an operation, by status. */
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

/** The codes are the names of the examples. Correctness: in a schema they would make each answer a type of its own. */
const problemContent = (codes: ErrorCode[], particulars: Particulars) => ({
  schema: schemaOf(problem),
  examples: Object.fromEntries(codes.map(code => [code, exampleOf(code, particulars)])),
});

function exampleOf(code: ErrorCode, { broken, refusals: own = [] }: Particulars) {
  if (code === 'VALIDATION_FAILED' && broken) return example(refusals.validationFailed([broken]));
  const refusal = own.find(one => one.code === code);
  return refusal ? example(refusal) : { $ref: `#/components/examples/${code}` };
}
