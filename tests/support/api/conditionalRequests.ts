import { randomUUID } from 'node:crypto';
import { getEvent } from './operations.ts';

/** The entity tag that an event has now. */
export const etagOf = async (eventId: string) => (await getEvent(eventId)).headers.etag;

export const deletion = (eventId: string, ifMatch = '') => ({
  method: 'DELETE',
  headers: { 'if-match': ifMatch },
  path: { eventId },
});

export const edit = (eventId: string, ifMatch = '', body: object = { title: 'New' }) => ({
  method: 'PUT',
  headers: { 'if-match': ifMatch },
  path: { eventId },
  body,
});

/** Tags that no event has: a strong, a weak and an empty one. */
export const OTHER_TAGS = `"${randomUUID()}", W/"x",""`;

/** Values of If-Match that an event with the tag does not meet: a weak tag never matches (RFC 9110, 13.1.1). */
export const UNMET: [string, (tag?: string) => string][] = [
  ['its weak tag', tag => `W/${tag}`],
  ['the tags of others', () => OTHER_TAGS],
  ['a weak tag among others', tag => `${OTHER_TAGS}, W/${tag}`],
];
