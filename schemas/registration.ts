import { id, page } from './common.ts';

export const registrationPath = {
  type: 'object',
  properties: { eventId: id, userId: id },
  required: ['eventId', 'userId'],
} as const;

/** The body of POST /events/{eventId}/registrations. */
export const registerBody = {
  type: 'object',
  additionalProperties: false,
  properties: { userId: id },
  required: ['userId'],
} as const;

/** The query of GET /events/{eventId}/registrations. */
export const listRegistrationsQuery = {
  type: 'object',
  properties: { status: { type: 'string', enum: ['registered', 'waitlisted'] }, ...page },
} as const;
