import { date, id, page, text, timestamp } from './common.ts';
import { changes, fields, status } from './eventFields.ts';
import { question, questions } from './question.ts';

export const eventPath = {
  type: 'object',
  properties: { eventId: id },
  required: ['eventId'],
} as const;

/** POST /events has this body. */
export const createEventBody = {
  type: 'object',
  additionalProperties: false,
  properties: {
    eventId: id,
    ...fields,
    date: {
      ...date,
      description: `${date.description} It may be left out beside startsAt, and is its day then.`,
    },
    questions,
    status: { ...status, default: 'active' },
  },
  required: ['title', 'description', 'location', 'organizer', 'capacity'],
  if: { required: ['startsAt'] },
  // It names all fields, so that the date is listed in its place.
  else: { required: ['title', 'description', 'date', 'location', 'organizer', 'capacity'] },
} as const;

/** PUT /events/{eventId} has this body. Fields that are left out stay as they are. */
export const updateEventBody = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...changes,
    questions: {
      ...questions,
      type: ['array', 'null'],
      description: `${questions.description} Null removes all. Answers that were given stay.`,
    },
    status,
  },
} as const;

/** POST /events/{eventId}/copies has this body. */
export const copyEventBody = {
  type: 'object',
  additionalProperties: false,
  properties: {
    dates: {
      type: 'array',
      items: date,
      minItems: 1,
      maxItems: 50,
      uniqueItems: true,
      description: 'The days of the copies, each another one.',
    },
  },
  required: ['dates'],
} as const;

/** GET /events has this query. */
export const listEventsQuery = {
  type: 'object',
  properties: {
    status,
    from: { ...date, description: 'The first day, from 0001-01-01 on.' },
    to: { ...date, description: 'The last day, up to 9999-12-31.' },
    organizer: text(200, 'Exactly this organizer, in any Unicode normalisation.'),
    q: {
      type: 'array',
      items: text(200, 'Words that an event must have.'),
      maxItems: 10,
      description:
        'Words that all occur in title, description or location, whatever their case, accents, apostrophes, quotes and dashes. It may be given several times.',
    },
    sort: {
      type: 'string',
      enum: ['date', '-date'],
      default: 'date',
      description: 'Earliest date first, or latest.',
    },
    series: {
      ...id,
      description:
        'The event with this id, and the copies that were made of it. If there is no such event any more, the copies with this seriesId.',
    },
    ...page,
  },
} as const;

const count = { type: 'integer', minimum: 0 } as const;

/** The API answers an event in this form. */
export const event = {
  type: 'object',
  additionalProperties: false,
  properties: {
    eventId: id,
    ...fields,
    questions: {
      type: 'array',
      items: question,
      description: 'The questions that people are asked when they register, if any.',
    },
    status,
    ownerId: {
      ...id,
      description: 'The user who made it, if access control was on. It is set by the service.',
    },
    seriesId: {
      ...id,
      description: 'The first event of its series, if it is a copy. It is set by the service.',
    },
    registeredCount: {
      ...count,
      description: 'Seats that are held for someone: never more than the capacity.',
    },
    waitlistCount: count,
    checkedInCount: { ...count, description: 'Those with a seat who are checked in.' },
    isFull: { type: 'boolean' },
    availableSpots: count,
    createdAt: timestamp,
    updatedAt: timestamp,
  },
  required: [
    'eventId',
    'title',
    'description',
    'date',
    'location',
    'organizer',
    'capacity',
    'hasWaitlist',
    'waitlistEnabled',
    'status',
    'registeredCount',
    'waitlistCount',
    'checkedInCount',
    'isFull',
    'availableSpots',
    'createdAt',
    'updatedAt',
  ],
} as const;

export const events = { type: 'array', items: event } as const;

/** The copies of an event, in the order of their dates in the request. */
export const copies = {
  type: 'object',
  additionalProperties: false,
  properties: { events },
  required: ['events'],
} as const;
