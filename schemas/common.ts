import { LIST_FORMATS } from './lists.ts';

/** Several entities share these shapes, and compose them by value. */

/** An eventId or a userId is chosen by the client, or a UUIDv4. */
export const id = {
  type: 'string',
  pattern: '^[A-Za-z0-9_-]{1,128}$',
  errorMessage: { pattern: 'must be 1 to 128 characters of A-Z a-z 0-9 _ -' },
} as const;

/** Makes a rule that only a format of lib/http/formats.ts can check. The API document has it in words. */
const own = <Format extends string>(format: Format, message: string) =>
  ({ format, errorMessage: { format: message } }) as const;

const SHOWS = 'Valid Unicode that shows something: not only white space or invisible characters.';

/**
 * Makes the schema of a text that shows something. Half of a surrogate pair is not a character, and no database stores
 * it.
 */
export const text = <Max extends number>(maxLength: Max, about = '') =>
  ({
    type: 'string',
    minLength: 1,
    maxLength,
    description: about ? `${about} ${SHOWS}` : SHOWS,
    allOf: [
      own('visible', 'must show something: it has only white space or invisible characters'),
      own('unicode', 'must be valid Unicode'),
    ],
  }) as const;

/** A day of the calendar has no time and no time zone. */
export const date = {
  type: 'string',
  format: 'date',
  description: 'A day from 0001-01-01 to 9999-12-31.',
  errorMessage: { format: 'must be a real calendar date, YYYY-MM-DD' },
  allOf: [own('commonEra', 'must be from 0001-01-01 to 9999-12-31')],
} as const;

/** A time that a client chooses. */
export const instant = (description: string) =>
  ({
    type: 'string',
    format: 'date-time',
    description,
    allOf: [own('instant', 'must be a time with its offset, such as 2027-05-01T09:00:00Z')],
  }) as const;

/** A local time is one of a day, and an instant in a time zone only. */
export const localTime = {
  type: 'string',
  format: 'localTime',
  description:
    'A local time, `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`, of a day from 0001-01-01 to 9999-12-31.',
  errorMessage: { format: 'must be a local time of a real day, YYYY-MM-DDTHH:MM or YYYY-MM-DDTHH:MM:SS' },
  allOf: [own('commonEra', 'must be from 0001-01-01 to 9999-12-31')],
} as const;

export const timeZone = {
  type: 'string',
  ...own('timeZone', 'must be the name of a time zone of IANA, such as Europe/Berlin'),
} as const;

/** Every list has these query parameters. */
export const page = {
  limit: {
    type: 'integer',
    minimum: 1,
    maximum: 100,
    default: 100,
    description: 'How many items a page holds.',
  },
  cursor: {
    type: 'string',
    minLength: 1,
    // The longest cursor, of an event and a person with ids of 128 characters, has 462 characters.
    maxLength: 512,
    format: 'cursor',
    description: 'Where the page begins: it is part of the URL in a Link header.',
    // The message is the same for each broken rule.
    errorMessage: 'must be a cursor taken from a Link header',
  },
} as const;

/** A list as CSV has these query parameters. Its rows are some hundred bytes each. */
export const csvPage = { ...page, limit: { ...page.limit, maximum: 10_000, default: 10_000 } } as const;

/** A list that is JSON or CSV has this query parameter, for who cannot choose by a header. */
export const format = {
  type: 'string',
  enum: LIST_FORMATS,
  description:
    'The type of the answer, whatever `Accept` says. CSV has a byte order mark then, by which spreadsheets know its encoding.',
} as const;

/** A time is written in ISO 8601, UTC. */
export const timestamp = { type: 'string', format: 'date-time' } as const;

/** The service chooses UUIDv4 ids. */
export const uuid = { type: 'string', format: 'uuid' } as const;
