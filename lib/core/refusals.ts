import { ApiError, type BrokenRule } from './errors.ts';

/**
 * All refusals of the API are made here. Their sentences are part of the contract, and the API document shows them as
 * examples. Nothing else makes an `ApiError`.
 */

export const malformedRequest = () =>
  new ApiError('BAD_REQUEST', 'The path, a header or the body of the request is malformed');
export const queryNotUtf8 = () => new ApiError('BAD_REQUEST', 'The query is not UTF-8, percent-encoded');

export const bodyMissing = () => new ApiError('BODY_MISSING', 'This request needs a JSON body');
export const bodyNotText = () => new ApiError('BODY_NOT_TEXT', 'The body is not UTF-8');
export const bodyNotJson = () => new ApiError('BODY_NOT_JSON', 'The body is not valid JSON');
export const bodyNotAnObject = () => new ApiError('BODY_NOT_AN_OBJECT', 'The body must be a JSON object');
export const bodyTooLarge = () => new ApiError('BODY_TOO_LARGE', 'The body is larger than 64 KiB');

const unsupportedMediaType = (detail: string) => new ApiError('UNSUPPORTED_MEDIA_TYPE', detail);
export const bodyOfOtherType = () => unsupportedMediaType('The body must be application/json');
export const bodyEncoded = (coding: string) =>
  unsupportedMediaType(`The body must be sent as it is, without the Content-Encoding ${coding}`);
export const bodyInOtherCharset = (charset: string | undefined) =>
  unsupportedMediaType(`The body must be in utf-8, not in ${charset}`);

/** RFC 6750, 3 has the challenge of a refused token. */
const CHALLENGE = 'Bearer realm="event-management-api"';

const unauthenticated = (detail: string, challenge: string, cause?: unknown) =>
  new ApiError('UNAUTHENTICATED', detail, { headers: { 'WWW-Authenticate': challenge }, cause });
export const tokenMissing = () =>
  unauthenticated('This request needs an access token: Authorization: Bearer <token>', CHALLENGE);
export const tokenRefused = (reason: string, cause?: unknown) =>
  unauthenticated(
    `The access token is refused: ${reason}`,
    `${CHALLENGE}, error="invalid_token", error_description="${reason}"`,
    cause,
  );
export const feedRefused = () =>
  unauthenticated('This is not the address of a calendar feed, or not any more', CHALLENGE);
export const forbidden = () =>
  new ApiError('FORBIDDEN', 'The access token does not allow this', {
    headers: { 'WWW-Authenticate': `${CHALLENGE}, error="insufficient_scope"` },
  });

export const eventNotFound = () => new ApiError('EVENT_NOT_FOUND', 'Event not found');
export const userNotFound = () => new ApiError('USER_NOT_FOUND', 'User not found');
export const registrationNotFound = () => new ApiError('REGISTRATION_NOT_FOUND', 'Registration not found');

export const routeNotFound = (method: string, path: string) =>
  new ApiError('ROUTE_NOT_FOUND', `There is no route ${method} ${path}`);
export const docsFileNotFound = (name: string) =>
  new ApiError('ROUTE_NOT_FOUND', `The page has no file ${name}`);

/** `allow` is the value of the header Allow (RFC 9110, 15.5.6). */
export const methodNotAllowed = (method: string, path: string, allow: string) =>
  new ApiError('METHOD_NOT_ALLOWED', `${path} does not take ${method}, only ${allow}`, {
    headers: { Allow: allow },
  });

export const alreadyRegistered = () =>
  new ApiError('ALREADY_REGISTERED', 'User is already registered for this event');
export const alreadyWaitlisted = (position: number) =>
  new ApiError('ALREADY_WAITLISTED', `User is already on the waitlist at position ${position}`);
/** The position of another person is nobody's business. */
export const alreadyWaiting = () =>
  new ApiError('ALREADY_WAITLISTED', 'User is already on the waitlist for this event');
export const eventFull = (capacity: number) =>
  new ApiError('EVENT_FULL', `Event is at full capacity (${capacity}/${capacity}). No waitlist available.`);
export const eventNotOpen = (status: string) =>
  new ApiError('EVENT_NOT_OPEN', `Event is not open for registration (status: ${status})`);

export const waitlistFull = (waiting: number) =>
  new ApiError('WAITLIST_FULL', `Event and waitlist are full (${waiting} waiting).`);

/** These times are written in ISO 8601, UTC. */
export const registrationNotYetOpen = (opensAt: string) =>
  new ApiError('REGISTRATION_NOT_OPEN', `Registration opens at ${opensAt}`, { members: { opensAt } });
export const registrationClosed = (closesAt: string) =>
  new ApiError('REGISTRATION_NOT_OPEN', `Registration closed at ${closesAt}`, { members: { closesAt } });
export const leavingClosed = (leaveUntil: string) =>
  new ApiError('LEAVING_CLOSED', `Seats could be given up until ${leaveUntil}`, { members: { leaveUntil } });

export const eventNotOpenForCheckIn = (status: string) =>
  new ApiError('EVENT_NOT_OPEN', `Event is not open for check-in (status: ${status})`);
export const notSeated = () =>
  new ApiError('NOT_SEATED', 'User is on the waitlist for this event, and has no seat');
export const alreadyCheckedIn = () =>
  new ApiError('ALREADY_CHECKED_IN', 'User is checked in at this event: undo the check-in first');

export const eventAlreadyExists = (eventId: string) =>
  new ApiError('EVENT_ALREADY_EXISTS', `Event already exists: ${eventId}`);
export const eventBeingDeleted = (eventId: string) =>
  new ApiError('EVENT_BEING_DELETED', `The previous event with this id is still being deleted: ${eventId}`);
export const capacityBelowRegistered = (capacity: number, registeredCount: number) =>
  new ApiError(
    'CAPACITY_BELOW_REGISTERED',
    `Capacity cannot be lowered to ${capacity}: ${registeredCount} people are registered`,
  );
export const eventHasRegistrations = () =>
  new ApiError(
    'EVENT_HAS_REGISTRATIONS',
    'Somebody has registered for this event, so it cannot be a draft any more',
  );
export const preconditionFailed = () =>
  new ApiError(
    'PRECONDITION_FAILED',
    'The event has none of the versions in If-Match. Please read it again.',
  );
export const userPreconditionFailed = () =>
  new ApiError('PRECONDITION_FAILED', 'The user has none of the versions in If-Match. Please read it again.');

export const userAlreadyExists = (userId: string) =>
  new ApiError('USER_ALREADY_EXISTS', `User already exists: ${userId}`);
export const userIdReserved = (userId: string) =>
  new ApiError('USER_ALREADY_EXISTS', `This id is kept for users who were deleted: ${userId}`);
export const userIdRetired = (userId: string) =>
  new ApiError('USER_ID_RETIRED', `The user with this id was deleted, and nobody gets it again: ${userId}`);
export const userBeingDeleted = (userId: string) =>
  new ApiError('USER_BEING_DELETED', `The previous user with this id is still being deleted: ${userId}`);

export const idempotencyKeyReused = () =>
  new ApiError('IDEMPOTENCY_KEY_REUSED', 'The Idempotency-Key was used for another request', {
    errors: [{ path: '/headers/idempotency-key', message: 'must be one that no other request has used' }],
  });

/** Makes the refusal of input that breaks these rules. `sent` is `request`, or `input` where there is no route. */
export const validationFailed = (errors: BrokenRule[], sent: 'request' | 'input' = 'request') =>
  new ApiError(
    'VALIDATION_FAILED',
    `The ${sent} breaks a rule: ${errors.map(({ path, message }) => `${path} ${message}`).join('; ')}`,
    { errors },
  );
export const cursorOfOtherList = () =>
  new ApiError('VALIDATION_FAILED', 'The cursor is not one of this list.', {
    errors: [{ path: '/query/cursor', message: 'must be a cursor taken from a Link header of this list' }],
  });

/**
 * Makes the error that a client gets in place of one that nobody foresaw. The client receives only the id under which
 * the log has the cause.
 */
export const internalError = (requestId: string) =>
  new ApiError('INTERNAL_ERROR', `Something went wrong on our side. Please quote request id ${requestId}.`);

const tryAgain = (detail: string, cause: unknown) =>
  new ApiError('TRY_AGAIN', detail, { headers: { 'Retry-After': '1' }, cause });
export const nothingChanged = (cause?: unknown) =>
  tryAgain('The service is busy and nothing was changed. Please try again.', cause);

/** Makes the refusal of a request whose token cannot be verified, since the issuer's keys cannot be had. */
export const issuerUnreachable = (cause: unknown) =>
  tryAgain('The issuer of access tokens does not answer, and nothing was changed. Please try again.', cause);

/** Makes the refusal of a request for a change that `cause` stopped before the database confirmed or refused it. */
export const outcomeUnknown = (cause?: unknown) =>
  tryAgain(
    'The database did not answer in time, and it is not known whether anything was changed. Please look, and try again.',
    cause,
  );
