import type { ApiError, ErrorCode } from '../../lib/core/errors.ts';

/** The headers that answers may carry besides those that every answer has. */
export const headers = {
  Location: { required: true, description: 'What was made, relative to the address of the request.' },
  Link: {
    description:
      'The next page, when there is one: `<?query>; rel="next"` (RFC 8288), relative to the address of the request.',
  },
  ETag: { required: true, description: 'The version of the event, for If-Match.' },
  'Idempotency-Replayed': { description: '`true` when this is the first answer to the key once more.' },
  'Retry-After': { required: true, description: 'In how many seconds to try again.' },
  Allow: { required: true, description: 'The methods that the path takes.' },
  'Content-Disposition': { description: 'The name of the file, when it is CSV.' },
  Vary: { required: true, description: 'Which type it is depends on `Accept`.' },
  'Content-Security-Policy': { required: true, description: 'Allows the page its own files, and no others.' },
} as const;

export type HeaderName = keyof typeof headers;

/**
 * One answer of an operation that is no problem. Without a type it is JSON, without a body it has none. A type without
 * parameters is met with those of its texts too. What is not JSON may have its example here.
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

/** The answer of a list to who prefers CSV, with these as an example. */
export const csv = (items: object[]): AnswerShape => ({
  status: 200,
  description: 'Or its rows as CSV.',
  type: 'text/csv',
  headers: ['Content-Disposition', 'Link'],
  example: csvOf(items),
});

/** What the document says of every calendar. */
export const calendarRules =
  '`SEQUENCE` and `LAST-MODIFIED` grow whenever anything in an entry changes. `URL` is relative to the address at which the calendar was read.';

/** An answer that is an iCalendar object (RFC 5545), of such a name and with the lines of an event as an example. */
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
 * What the API document says of an operation besides what schemas/requests.ts says: what it answers, the codes of its
 * own problems, and an example, of a request and its answer, which a test sends. Problems that follow from what it is
 * asked with, such as a body that is not JSON, are not listed. `refusals` are those that say another sentence here than elsewhere.
 */
export type Operation = {
  tag: string;
  summary: string;
  description?: string;
  /** What a read follows that may be late (rule 11). */
  follows?: 'an index' | 'a stream';
  answers: [AnswerShape, ...AnswerShape[]];
  errors: ErrorCode[];
  refusals?: ApiError[];
  example: { path?: object; body?: object; answer?: unknown };
};
