import type { FromSchema } from 'json-schema-to-ts';
import { createEventBody, eventPath, listEventsQuery, updateEventBody } from './event.ts';
import { listRegistrationsQuery, registerBody, registrationPath } from './registration.ts';
import { createUserBody, pageQuery, userPath } from './user.ts';

/** What each operation accepts, by operationId. An operation without a body reads none. */
export const requests = {
  getRoot: {},
  getHealth: {},
  createEvent: { body: createEventBody },
  listEvents: { query: listEventsQuery },
  getEvent: { path: eventPath },
  updateEvent: { path: eventPath, body: updateEventBody },
  deleteEvent: { path: eventPath },
  createUser: { body: createUserBody },
  listUsers: { query: pageQuery },
  getUser: { path: userPath },
  deleteUser: { path: userPath },
  registerForEvent: { path: eventPath, body: registerBody },
  unregisterFromEvent: { path: registrationPath },
  listEventRegistrations: { path: eventPath, query: listRegistrationsQuery },
  listUserRegistrations: { path: userPath, query: pageQuery },
  listEventHistory: { path: eventPath, query: pageQuery },
  listUserHistory: { path: userPath, query: pageQuery },
  routeNotFound: {},
} as const;

export type OperationId = keyof typeof requests;

type Parts = { path?: object; query?: object; body?: object };

/** What the handler of an operation is given once its request has passed validation. */
export type RequestOf<Id extends OperationId> = {
  [Part in keyof (typeof requests)[Id]]: FromSchema<(typeof requests)[Id][Part] & object>;
} & Parts;
