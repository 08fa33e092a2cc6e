/** Shapes that several entities share, composed by value. */

/** An eventId or a userId: chosen by the client, or a UUIDv4. */
export const id = {
  type: 'string',
  pattern: '^[A-Za-z0-9_-]{1,128}$',
  errorMessage: { pattern: 'must be 1 to 128 characters of A-Z a-z 0-9 _ -' },
} as const;

/** Text with something to read in it. Half of a surrogate pair is not a character, and no database stores it. */
export const text = <Max extends number>(maxLength: Max) =>
  ({
    type: 'string',
    minLength: 1,
    maxLength,
    allOf: [
      { pattern: '[^\\s\\u0085]', errorMessage: { pattern: 'must not be only white space' } },
      { pattern: '^\\P{Cs}*$', errorMessage: { pattern: 'must be valid Unicode' } },
    ],
  }) as const;

/** A day of the calendar, without time or time zone. */
export const date = {
  type: 'string',
  format: 'date',
  errorMessage: { format: 'must be a real calendar date, YYYY-MM-DD' },
} as const;

/** The query parameters of every list. */
export const page = {
  limit: {
    type: 'integer',
    minimum: 1,
    maximum: 100,
    default: 100,
  },
  cursor: {
    type: 'string',
    format: 'cursor',
    errorMessage: { format: 'must be a cursor taken from a Link header' },
  },
} as const;

/** The headers of every POST. */
export const postHeaders = {
  type: 'object',
  properties: {
    'idempotency-key': {
      type: 'string',
      pattern: '^[\\x20-\\x7e]{1,255}$',
      errorMessage: { pattern: 'must be 1 to 255 printable ASCII characters' },
    },
  },
} as const;

/** RFC 9110, 8.8.3. */
export const entityTag = '(?:W/)?"[\\x21\\x23-\\x7e\\x80-\\xff]*"';

/** Elements of a list may be empty (RFC 9110, 5.6.1). */
const ENTITY_TAGS = `[ \\t,]*${entityTag}(?:[ \\t]*,[ \\t]*(?:${entityTag})?)*[ \\t]*`;

/** The headers of a change that may depend on what the client has seen (RFC 9110, 13.1.1). */
export const conditionalHeaders = {
  type: 'object',
  properties: {
    'if-match': {
      type: 'string',
      pattern: `^(?:\\*|${ENTITY_TAGS})$`,
      errorMessage: { pattern: 'must be * or a list of entity tags in double quotes' },
    },
  },
} as const;
