import { date, id, instant, localTime, page, text, timestamp, timeZone } from './common.ts';
import { question, questions } from './question.ts';

export const status = { type: 'string', enum: ['active', 'cancelled', 'completed', 'draft'] } as const;

const expectedPeople = {
  type: 'integer',
  minimum: 1,
  maximum: 10_000_000,
  description:
    'How many people are expected to come at once. It is a hint for speed alone, and changes no rule.',
} as const;

/** These fields say when people may register and leave, and how many may wait. */
const terms = {
  opensAt: instant('People may register from this time on.'),
  closesAt: instant('People may register before this time. Whoever waits is promoted after it too.'),
  leaveUntil: instant(
    'Seats may be given up and handed on before this time. People who wait may leave later.',
  ),
  waitlistCapacity: {
    type: 'integer',
    minimum: 0,
    maximum: 1_000_000,
    description: 'The most people who may wait. Those who wait already stay when it is lowered.',
  },
} as const;

/** When an event begins and ends. It has all three fields or none. */
const times = {
  startsAt: {
    ...localTime,
    description: `${localTime.description} It comes with endsAt and timeZone, and its day is the date.`,
    examples: ['2027-05-01T19:00'],
  },
  endsAt: {
    ...localTime,
    description: `${localTime.description} It is later than startsAt.`,
    examples: ['2027-05-01T22:30:00'],
  },
  timeZone: {
    ...timeZone,
    description:
      'The name of a time zone of IANA, such as Europe/Berlin, by which startsAt and endsAt are instants. A time that clocks show twice is the first one, and one that they skip breaks the rule.',
    examples: ['Europe/Berlin', 'America/New_York', 'UTC'],
  },
} as const;

const timesOrNull = {
  startsAt: {
    ...times.startsAt,
    type: ['string', 'null'],
    description: `${times.startsAt.description} When its day is another one, the date follows.`,
  },
  endsAt: { ...times.endsAt, type: ['string', 'null'] },
  timeZone: {
    ...times.timeZone,
    type: ['string', 'null'],
    description: `${times.timeZone.description} Null for all three removes them.`,
  },
} as const;

const fields = {
  title: text(200),
  description: text(2000),
  date,
  ...times,
  location: text(200),
  organizer: text(200),
  capacity: { type: 'integer', minimum: 1, maximum: 100_000 },
  hasWaitlist: { type: 'boolean' },
  waitlistEnabled: { type: 'boolean', description: 'Another name for hasWaitlist, which wins over it.' },
  expectedPeople,
  ...terms,
} as const;

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

/** In a change, null removes a field that an event need not have. */
const removed = (description: string) => `${description} Null removes it.`;
const timeOrNull = ({ description, ...time }: ReturnType<typeof instant>) =>
  ({ ...time, type: ['string', 'null'], description: removed(description) }) as const;

/** PUT /events/{eventId} has this body. Fields that are left out stay as they are. */
export const updateEventBody = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...fields,
    ...timesOrNull,
    expectedPeople: {
      ...expectedPeople,
      type: ['integer', 'null'],
      description: removed(expectedPeople.description),
    },
    opensAt: timeOrNull(terms.opensAt),
    closesAt: timeOrNull(terms.closesAt),
    leaveUntil: timeOrNull(terms.leaveUntil),
    waitlistCapacity: {
      ...terms.waitlistCapacity,
      type: ['integer', 'null'],
      description: removed(terms.waitlistCapacity.description),
    },
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
      description: 'The copies with this seriesId, and the event with this id, of which they were made.',
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
      description: 'What people are asked when they register, if anything.',
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
