import { csvPage, format, id, page, text, timestamp } from './common.ts';

export const userPath = {
  type: 'object',
  properties: { userId: id },
  required: ['userId'],
} as const;

/** POST /users has this body. */
export const createUserBody = {
  type: 'object',
  additionalProperties: false,
  properties: { userId: id, name: text(200) },
  required: ['name'],
} as const;

/** PUT /users/{userId} has this body. A name that is left out stays as it is. */
export const updateUserBody = {
  type: 'object',
  additionalProperties: false,
  properties: { name: text(200) },
} as const;

/** Lists that have nothing but pages have this query. */
export const pageQuery = { type: 'object', properties: page } as const;

/** Lists that are JSON or CSV, and have nothing but pages, have this query. */
export const typedPageQuery = { type: 'object', properties: { format, ...page } } as const;
export const csvPageQuery = { type: 'object', properties: { format, ...csvPage } } as const;

/** GET /users/{userId}/calendar.ics has this query. */
export const calendarQuery = {
  type: 'object',
  properties: {
    token: {
      type: 'string',
      pattern: '^[A-Za-z0-9_-]{43}$',
      description: 'The secret of the feed, from createCalendarFeed, in place of an access token.',
      errorMessage: { pattern: 'must be the secret of a calendar feed' },
    },
  },
} as const;

/** The API answers the address of a calendar feed in this form. */
export const calendarFeed = {
  type: 'object',
  additionalProperties: false,
  properties: {
    url: {
      type: 'string',
      description: 'The secret address of the calendar, relative to that of the request.',
    },
  },
  required: ['url'],
} as const;

/** The API answers a user in this form. */
export const user = {
  type: 'object',
  additionalProperties: false,
  properties: { userId: id, name: text(200), createdAt: timestamp },
  required: ['userId', 'name', 'createdAt'],
} as const;

export const users = { type: 'array', items: user } as const;
