import type { ApiError, ErrorCode } from '../../lib/core/errors.ts';

/** Answers may have these headers besides those of every answer. */
export const headers = {
  Location: { required: true, description: 'What was made, relative to the address of the request.' },
  Link: {
    description:
      'The next page, when there is one: `<?query>; rel="next"` (RFC 8288), relative to the address of the request.',
  },
  ETag: {
    required: true,
    description:
      'The version of the event or the user, for If-Match, or that of an availability, for If-None-Match.',
  },
  'Idempotency-Replayed': { description: '`true` when this is the first answer to the key once more.' },
  'WWW-Authenticate': { required: true, description: 'How to authenticate (RFC 6750).' },
  'Retry-After': { required: true, description: 'In how many seconds to try again.' },
  Allow: { required: true, description: 'The methods that the path takes.' },
  'Content-Disposition': { description: 'The name of the file, when it is CSV.' },
  'Csv-Truncated': {
    description: '`true` when it is CSV and there is a next page: it is not the whole list.',
  },
  Vary: { required: true, description: 'The headers of the request on which the answer depends.' },
  'Content-Encoding': {
    description: 'The shortest content coding that the client accepts, if it accepts one.',
  },
  'Content-Security-Policy': { required: true, description: 'Allows the page its own files, and no others.' },
} as const;

export type HeaderName = keyof typeof headers;

/**
 * This describes an answer of an operation that is no problem. Without a type it is JSON, and without a body it has
 * none. A type without parameters also stands for the same type with some. An answer that is not JSON may have its
 * example here.
 */
export type AnswerShape = {
  status: number;
  description: string;
  body?: object;
  type?: string;
  headers?: HeaderName[];
  example?: string;
};

const LINE = '\r\n';

const csvOf = (items: object[]): string =>
  [Object.keys(items[0] ?? {}), ...items.map(item => Object.values(item))]
    .map(cells => cells.join(',') + LINE)
    .join('');

/** Makes the answer of a list to a client that prefers CSV, with `items` as an example. */
export const csv = (items: object[]): AnswerShape => ({
  status: 200,
  description: 'Or its rows as CSV.',
  type: 'text/csv',
  headers: ['Content-Disposition', 'Csv-Truncated', 'Link'],
  example: csvOf(items),
});

/** The document states this about every calendar. */
export const calendarRules =
  'Events are whole days, unless they have times: these are local ones, in time zones that the calendar describes, or in UTC. `SEQUENCE` and `LAST-MODIFIED` grow whenever anything in an entry changes. `URL` is relative to the address at which the calendar was read.';

/** Makes the answer of a calendar (RFC 5545), with this name and the lines of an event as an example. */
export const calendar = (name: string, eventLines: string[]): AnswerShape => {
  const head = [
    'VERSION:2.0',
    'PRODID:-//Event Management API//Calendar//EN',
    'URL:calendar.ics',
    `NAME:${name}`,
    `X-WR-CALNAME:${name}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
  ];
  const event = ['BEGIN:VEVENT', ...eventLines, 'END:VEVENT'];
  return {
    status: 200,
    description: 'The calendar.',
    type: 'text/calendar',
    example: ['BEGIN:VCALENDAR', ...head, ...event, 'END:VCALENDAR', ''].join(LINE),
  };
};

/**
 * The API document states this about an operation, besides schemas/requests.ts: its answers, the codes of its own
 * problems, and an example of a request and its answer, which a test sends. Problems that follow from the parts of a
 * request, such as a body that is not JSON, are not listed. `refusals` have another sentence here than elsewhere.
 */
export type Operation = {
  tag: string;
  summary: string;
  description?: string;
  /** The read may be late, since it follows this (rule 11). */
  follows?: 'an index' | 'a stream' | 'a copy';
  answers: [AnswerShape, ...AnswerShape[]];
  errors: ErrorCode[];
  refusals?: ApiError[];
  example: { path?: object; body?: object; answer?: unknown };
};
