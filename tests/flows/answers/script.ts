import type { Answer } from './exchange.ts';

/**
 * A step is one request. `{link}`, `{etag}` and `{id}` in its texts stand for what the latest answer that had one said:
 * the query of the next page, the entity tag, and the id at the end of Location.
 */
export type Step = {
  /** Method and path, such as `GET /events`. */
  ask: string;
  headers?: Record<string, string>;
  /** It is sent as JSON; text and bytes are sent as they are. */
  body?: object | string;
  /** It is asked again until this holds of its answer, which alone is recorded. */
  until?: (answer: Answer) => boolean;
  /** What is asked before each try, and not recorded. */
  prelude?: Step[];
  /** The body is not recorded: it holds what others made, or what is generated elsewhere. */
  hidesBody?: boolean;
};

/** Reads the items of a list out of an answer. */
const itemsIn = ({ text }: Answer): unknown[] => JSON.parse(text);

export const hasItems = (count: number) => (answer: Answer) => itemsIn(answer).length === count;
export const tells = (part: string) => (answer: Answer) => answer.text.includes(part);
export const isAnswered = (status: number) => (answer: Answer) => answer.status === status;

/** Sends the same request with GET and with HEAD. */
export const read = (path: string, step: Partial<Step> = {}): Step[] => [
  { ask: `GET ${path}`, ...step },
  { ask: `HEAD ${path}`, ...step },
];

export const reads = (...paths: string[]): Step[] => paths.map(path => ({ ask: `GET ${path}` }));

/** Nobody else makes events on these days. */
export const DAY = '4321-05-01';

export const ORGANIZER = 'Keepers of answers';

/** Makes an event that keeps every rule. */
export const makeEvent = (eventId: string, fields: object = {}): Step => ({
  ask: 'POST /events',
  body: {
    eventId,
    title: 'Evening',
    description: 'Talks and pizza.',
    date: DAY,
    location: 'Town hall',
    organizer: ORGANIZER,
    capacity: 2,
    ...fields,
  },
});

export const makeUser = (userId: string, name = 'Someone'): Step => ({
  ask: 'POST /users',
  body: { userId, name },
});

export const makeUsers = (...userIds: string[]): Step[] => userIds.map(userId => makeUser(userId));

export const register = (eventId: string, ...userIds: string[]): Step[] =>
  userIds.map(userId => ({ ask: `POST /events/${eventId}/registrations`, body: { userId } }));

export const unregister = (eventId: string, userId: string): Step => ({
  ask: `DELETE /events/${eventId}/registrations/${userId}`,
});

export const update = (eventId: string, body: object, headers: Record<string, string> = {}): Step => ({
  ask: `PUT /events/${eventId}`,
  body,
  headers,
});
