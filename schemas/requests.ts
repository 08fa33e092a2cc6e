import type { FromSchema } from 'json-schema-to-ts';
import { checkInManyBody, registerManyBody } from './batch.ts';
import { copyEventBody, createEventBody, eventPath, listEventsQuery, updateEventBody } from './event.ts';
import { conditionalHeaders, listHeaders, pollHeaders, postHeaders, preflightHeaders } from './headers.ts';
import {
  listRegistrationsCsvQuery,
  listRegistrationsQuery,
  listUserRegistrationsQuery,
  registerBody,
  registrationPath,
  transferBody,
} from './registration.ts';
import { docsHeaders, docsPath } from './service.ts';
import {
  calendarQuery,
  createUserBody,
  csvPageQuery,
  pageQuery,
  typedPageQuery,
  updateUserBody,
  userPath,
} from './user.ts';

const registrationList = {
  headers: listHeaders,
  query: listRegistrationsQuery,
  csvQuery: listRegistrationsCsvQuery,
} as const;
const historyList = { headers: listHeaders, query: typedPageQuery, csvQuery: csvPageQuery } as const;

/**
 * Each operation accepts these, by operationId. Header names are in lower case. An operation without a body reads
 * none. One with a `csvQuery` answers JSON or CSV, and takes that query for CSV.
 */
export const requests = {
  getRoot: {},
  getHealth: {},
  getOpenApi: {},
  getDocs: {},
  getDocsFile: { headers: docsHeaders, path: docsPath },
  createEvent: { headers: postHeaders, body: createEventBody },
  listEvents: { query: listEventsQuery },
  getEvent: { path: eventPath },
  getEventAvailability: { headers: pollHeaders, path: eventPath },
  updateEvent: { headers: conditionalHeaders, path: eventPath, body: updateEventBody },
  deleteEvent: { headers: conditionalHeaders, path: eventPath },
  copyEvent: { headers: postHeaders, path: eventPath, body: copyEventBody },
  createUser: { headers: postHeaders, body: createUserBody },
  listUsers: { query: pageQuery },
  getUser: { path: userPath },
  updateUser: { headers: conditionalHeaders, path: userPath, body: updateUserBody },
  deleteUser: { path: userPath },
  registerForEvent: { headers: postHeaders, path: eventPath, body: registerBody },
  registerManyForEvent: { headers: postHeaders, path: eventPath, body: registerManyBody },
  unregisterFromEvent: { path: registrationPath },
  transferSeat: { headers: postHeaders, path: registrationPath, body: transferBody },
  checkIn: { headers: postHeaders, path: registrationPath },
  checkInMany: { headers: postHeaders, path: eventPath, body: checkInManyBody },
  undoCheckIn: { path: registrationPath },
  listEventRegistrations: { path: eventPath, ...registrationList },
  listUserRegistrations: { path: userPath, query: listUserRegistrationsQuery },
  getEventCalendar: { path: eventPath },
  createCalendarFeed: { path: userPath },
  getUserCalendar: { path: userPath, query: calendarQuery },
  listEventHistory: { path: eventPath, ...historyList },
  listUserHistory: { path: userPath, ...historyList },
  routeNotFound: { headers: preflightHeaders },
} as const;

export type OperationId = keyof typeof requests;

type Parts = { headers?: object; path?: object; query?: object; body?: object };

/** The handler of an operation gets this once the request has passed validation. */
export type RequestOf<Id extends OperationId> = {
  [Part in Exclude<keyof (typeof requests)[Id], 'csvQuery'>]: FromSchema<
    (typeof requests)[Id][Part] & object
  >;
} & Parts;
