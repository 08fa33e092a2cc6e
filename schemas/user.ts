import { csvPage, id, page, text, timestamp } from './common.ts';

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

/** The query of lists that have nothing but pages. */
export const pageQuery = { type: 'object', properties: page } as const;
export const csvPageQuery = { type: 'object', properties: csvPage } as const;

/** A user as they are answered. */
export const user = {
  type: 'object',
  additionalProperties: false,
  properties: { userId: id, name: text(200), createdAt: timestamp },
  required: ['userId', 'name', 'createdAt'],
} as const;

export const users = { type: 'array', items: user } as const;
