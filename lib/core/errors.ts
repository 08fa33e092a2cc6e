/** Each error of the API has a stable code and an HTTP status. */
export const ERRORS = {
  BAD_REQUEST: 400,
  BODY_MISSING: 400,
  BODY_NOT_TEXT: 400,
  BODY_NOT_JSON: 400,
  BODY_NOT_AN_OBJECT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  EVENT_NOT_FOUND: 404,
  REGISTRATION_NOT_FOUND: 404,
  ROUTE_NOT_FOUND: 404,
  USER_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  ALREADY_CHECKED_IN: 409,
  ALREADY_REGISTERED: 409,
  ALREADY_WAITLISTED: 409,
  CAPACITY_BELOW_REGISTERED: 409,
  EVENT_ALREADY_EXISTS: 409,
  EVENT_BEING_DELETED: 409,
  EVENT_FULL: 409,
  EVENT_HAS_REGISTRATIONS: 409,
  EVENT_NOT_OPEN: 409,
  LEAVING_CLOSED: 409,
  NOT_SEATED: 409,
  REGISTRATION_NOT_OPEN: 409,
  USER_ALREADY_EXISTS: 409,
  USER_BEING_DELETED: 409,
  USER_ID_RETIRED: 409,
  WAITLIST_FULL: 409,
  PRECONDITION_FAILED: 412,
  BODY_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  IDEMPOTENCY_KEY_REUSED: 422,
  VALIDATION_FAILED: 422,
  INTERNAL_ERROR: 500,
  TRY_AGAIN: 503,
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** A rule that a request broke. `path` points at the value, such as `/body/title`. */
export type BrokenRule = { path: string; message: string };

/** Members that the problem of an error has beside those of every problem (RFC 9457, 3.2). */
type Members = { opensAt?: string; closesAt?: string; leaveUntil?: string };

type Extras = {
  headers?: Record<string, string>;
  errors?: BrokenRule[];
  members?: Members;
  cause?: unknown;
};

/** An error that the client receives. `detail` is one readable sentence, and part of the contract. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly headers: Record<string, string>;
  readonly errors: BrokenRule[] | undefined;
  readonly members: Members;

  constructor(code: ErrorCode, detail: string, { headers = {}, errors, members = {}, cause }: Extras = {}) {
    super(detail, { cause });
    this.code = code;
    this.headers = headers;
    this.errors = errors;
    this.members = members;
  }
}
