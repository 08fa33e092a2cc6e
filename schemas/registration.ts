import { csvPage, date, format, id, page, timestamp, uuid } from './common.ts';
import { event } from './event.ts';
import { REGISTRATION_FIELDS } from './lists.ts';
import { answers, newAnswers } from './question.ts';

export const status = { type: 'string', enum: ['registered', 'waitlisted'] } as const;

export const registrationPath = {
  type: 'object',
  properties: { eventId: id, userId: id },
  required: ['eventId', 'userId'],
} as const;

/** POST /events/{eventId}/registrations has this body. */
export const registerBody = {
  type: 'object',
  additionalProperties: false,
  properties: { userId: id, answers: newAnswers },
  required: ['userId'],
} as const;

const filters = {
  status,
  checkedIn: {
    type: 'string',
    enum: ['true', 'false'],
    description:
      'Those who are checked in, or those who are not. A page may hold fewer than its limit, or none.',
  },
} as const;

const include = {
  type: 'string',
  enum: ['user'],
  description: 'Adds the name of each person.',
} as const;

/** GET /events/{eventId}/registrations has this query. */
export const listRegistrationsQuery = {
  type: 'object',
  properties: { ...filters, include, format, ...page },
} as const;
export const listRegistrationsCsvQuery = {
  type: 'object',
  properties: { ...filters, include, format, ...csvPage },
} as const;

/** GET /users/{userId}/registrations has this query. */
export const listUserRegistrationsQuery = {
  type: 'object',
  properties: {
    status: { ...status, description: 'A page of one status may hold fewer than its limit, or none.' },
    from: { ...date, description: 'The first day of the events, from 0001-01-01 on.' },
    ...page,
  },
} as const;

/** The API answers a registration in this form. */
export const registration = {
  type: 'object',
  additionalProperties: false,
  properties: {
    registrationId: uuid,
    userId: id,
    eventId: id,
    status,
    registeredAt: timestamp,
    waitlistPosition: {
      type: ['integer', 'null'],
      minimum: 1,
      description: 'The place in the queue now, from 1; null for who has a seat.',
    },
    promotedAt: {
      type: ['string', 'null'],
      format: 'date-time',
      description: 'When the seat came from the waitlist; else null.',
    },
    checkedInAt: {
      type: ['string', 'null'],
      format: 'date-time',
      description: 'When they were checked in at the door; else null.',
    },
    answers,
    user: {
      type: 'object',
      additionalProperties: false,
      properties: { userId: id, name: { type: 'string' } },
      required: ['userId', 'name'],
      description: 'In the list of an event, with `?include=user`, unless the person was deleted.',
    },
  },
  required: REGISTRATION_FIELDS,
} as const;

export const registrations = { type: 'array', items: registration } as const;

/** The answer to a registration also has a message. */
export const newRegistration = {
  ...registration,
  properties: { ...registration.properties, message: { type: 'string' } },
  required: [...registration.required, 'message'],
} as const;

/** The answer to a check-in also shows whether it was the first. */
export const checkedInRegistration = {
  ...registration,
  properties: {
    ...registration.properties,
    firstCheckIn: {
      type: 'boolean',
      description: 'Whether this checked them in; false when they were checked in already, at that time.',
    },
  },
  required: [...registration.required, 'firstCheckIn'],
} as const;

/** POST /events/{eventId}/registrations/{userId}/transfer has this body. */
export const transferBody = {
  type: 'object',
  additionalProperties: false,
  properties: { to: { ...id, description: 'The userId of who gets the seat.' } },
  required: ['to'],
} as const;

/** Someone who leaves gets this answer. */
export const departure = {
  type: 'object',
  additionalProperties: false,
  properties: {
    message: {
      type: 'string',
      enum: ['Successfully unregistered from event', 'Successfully removed from waitlist'],
    },
    promotedUser: { ...id, description: 'The userId of who got the seat, when someone did.' },
  },
  required: ['message'],
} as const;

/** A person's registration is listed with its event. */
export const userRegistration = {
  type: 'object',
  additionalProperties: false,
  properties: { registration, event },
  required: ['registration', 'event'],
} as const;

export const userRegistrations = { type: 'array', items: userRegistration } as const;
