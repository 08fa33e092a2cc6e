import { id, page, text } from './common.ts';

export const userPath = {
  type: 'object',
  properties: { userId: id },
  required: ['userId'],
} as const;

/** The body of POST /users. */
export const createUserBody = {
  type: 'object',
  additionalProperties: false,
  properties: { userId: id, name: text(200) },
  required: ['name'],
} as const;

/** The query of GET /users and GET /users/{userId}/registrations. */
export const pageQuery = { type: 'object', properties: page } as const;
