import { date, id, page, text } from './common.ts';

const status = { type: 'string', enum: ['active', 'cancelled', 'completed'] } as const;

const fields = {
  title: text(200),
  description: text(2000),
  date,
  location: text(200),
  organizer: text(200),
  capacity: { type: 'integer', minimum: 1, maximum: 100_000 },
  hasWaitlist: { type: 'boolean' },
  waitlistEnabled: { type: 'boolean', description: 'Another name for hasWaitlist, which wins over it.' },
} as const;

export const eventPath = {
  type: 'object',
  properties: { eventId: id },
  required: ['eventId'],
} as const;

/** The body of POST /events. */
export const createEventBody = {
  type: 'object',
  additionalProperties: false,
  properties: { eventId: id, ...fields, status: { ...status, default: 'active' } },
  required: ['title', 'description', 'date', 'location', 'organizer', 'capacity'],
} as const;

/** The body of PUT /events/{eventId}: fields left out stay as they are. */
export const updateEventBody = {
  type: 'object',
  additionalProperties: false,
  properties: { ...fields, status },
} as const;

/** The query of GET /events. */
export const listEventsQuery = {
  type: 'object',
  properties: { status, from: date, to: date, ...page },
} as const;
