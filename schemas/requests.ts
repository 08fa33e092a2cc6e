import type { FromSchema } from 'json-schema-to-ts';
import { conditionalHeaders, postHeaders } from './common.ts';
import { createEventBody, eventPath, listEventsQuery, updateEventBody } from './event.ts';
import { listRegistrationsQuery, registerBody, registrationPath } from './registration.ts';
import { createUserBody, pageQuery, userPath } from './user.ts';

/** What each operation accepts, by operationId; headers are named in lower case. An operation without a body reads none. */
export const requests = {
  getRoot: {},
  getHealth: {},
  createEvent: { headers: postHeaders, body: createEventBody },
  listEvents: { query: listEventsQuery },
  getEvent: { path: eventPath },
  updateEvent: { headers: conditionalHeaders, path: eventPath, body: updateEventBody },
  deleteEvent: { headers: conditionalHeaders, path: eventPath },
  createUser: { headers: postHeaders, body: createUserBody },
  listUsers: { query: pageQuery },
  getUser: { path: userPath },
  deleteUser: { path: userPath },
  registerForEvent: { headers: postHeaders, path: eventPath, body: registerBody },
  unregisterFromEvent: { path: registrationPath },
  listEventRegistrations: { path: eventPath, query: listRegistrationsQuery },
  listUserRegistrations: { path: userPath, query: pageQuery },
  listEventHistory: { path: eventPath, query: pageQuery },
  listUserHistory: { path: userPath, query: pageQuery },
  routeNotFound: {},
} as const;

export type OperationId = keyof typeof requests;

type Parts = { headers?: object; path?: object; query?: object; body?: object };

/** What the handler of an operation is given once its request has passed validation. */
export type RequestOf<Id extends OperationId> = {
  [Part in keyof (typeof requests)[Id]]: FromSchema<(typeof requests)[Id][Part] & object>;
} & Parts;
