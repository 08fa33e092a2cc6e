import type { OperationId } from '../../schemas/requests.ts';
import { eventBody } from '../support/api/bodies.ts';
import type { TestRequest } from '../support/api/invoke.ts';
import * as cursors from '../support/api/rules/cursors.ts';
import * as dates from '../support/api/rules/dates.ts';
import * as ids from '../support/api/rules/ids.ts';
import * as questions from '../support/api/rules/questions.ts';
import type { Rule } from '../support/api/rules/rule.ts';
import * as texts from '../support/api/rules/texts.ts';
import * as times from '../support/api/rules/times.ts';
import * as values from '../support/api/rules/values.ts';

export type Part = 'path' | 'query' | 'body';
type Fields = Record<string, Rule>;
export type Operation = {
  valid: TestRequest;
  path?: Fields;
  query?: Fields;
  body?: Fields;
  required?: string[];
  /** The fields of the body for which null is a value of its own. */
  nullable?: string[];
  /** One of these fields of the body is given, and no other of them. */
  either?: string[];
};

const path = { eventId: 'some-event', userId: 'some-user' };
const eventPath = { eventId: ids.idInPath };
const userPath = { userId: ids.idInPath };
const page = { limit: values.limit, cursor: cursors.cursor };
const format = values.wordInQuery('json', 'csv');
const eventStatus = ['active', 'cancelled', 'completed', 'draft'];
const eventFields = {
  title: texts.text(200),
  description: texts.text(2000),
  date: dates.dateInBody,
  startsAt: times.localTime,
  endsAt: times.localTime,
  timeZone: times.timeZone,
  location: texts.text(200),
  organizer: texts.text(200),
  capacity: values.capacity,
  hasWaitlist: values.boolean,
  waitlistEnabled: values.boolean,
  expectedPeople: values.expectedPeople,
  opensAt: dates.instantInBody,
  closesAt: dates.instantInBody,
  leaveUntil: dates.instantInBody,
  waitlistCapacity: values.waitlistCapacity,
  questions: questions.questions,
  status: values.wordInBody(...eventStatus),
};

/** A valid request of each operation, the rule of each field, and the fields of the body that it needs. */
export const operations: Partial<Record<OperationId, Operation>> = {
  createEvent: {
    valid: { body: eventBody({ status: 'active', waitlistEnabled: true }) },
    body: { eventId: ids.idInBody, ...eventFields },
    required: ['title', 'description', 'date', 'location', 'organizer', 'capacity'],
  },
  updateEvent: {
    valid: { path, body: {} },
    path: eventPath,
    body: eventFields,
    nullable: [
      ...['expectedPeople', 'opensAt', 'closesAt', 'leaveUntil', 'waitlistCapacity', 'questions'],
      ...['startsAt', 'endsAt', 'timeZone'],
    ],
  },
  getEvent: { valid: { path }, path: eventPath },
  getEventAvailability: { valid: { path }, path: eventPath },
  deleteEvent: { valid: { path }, path: eventPath },
  copyEvent: {
    valid: { path, body: { dates: ['2027-05-01'] } },
    path: eventPath,
    body: { dates: dates.datesInBody },
    required: ['dates'],
  },
  listEvents: {
    valid: { query: {} },
    query: {
      status: values.wordInQuery(...eventStatus),
      from: dates.dateInQuery,
      to: dates.dateInQuery,
      organizer: texts.textInQuery(200),
      q: texts.textsInQuery(200),
      sort: values.wordInQuery('date', '-date'),
      series: ids.idInPath,
      ...page,
    },
  },
  createUser: {
    valid: { body: { userId: 'some-user', name: 'Ada' } },
    body: { userId: ids.idInBody, name: texts.text(200) },
    required: ['name'],
  },
  getUser: { valid: { path }, path: userPath },
  updateUser: { valid: { path, body: {} }, path: userPath, body: { name: texts.text(200) } },
  deleteUser: { valid: { path }, path: userPath },
  listUsers: { valid: { query: {} }, query: page },
  registerForEvent: {
    valid: { path, body: { userId: 'some-user' } },
    path: eventPath,
    body: { userId: ids.idInBody, answers: questions.answers },
    required: ['userId'],
  },
  registerManyForEvent: {
    valid: { path, body: { userIds: ['some-user'] } },
    path: eventPath,
    body: { userIds: ids.idsInBody(100) },
    required: ['userIds'],
  },
  unregisterFromEvent: { valid: { path }, path: { ...eventPath, ...userPath } },
  transferSeat: {
    valid: { path, body: { to: 'another-user' } },
    path: { ...eventPath, ...userPath },
    body: { to: ids.idInBody },
    required: ['to'],
  },
  checkIn: { valid: { path }, path: { ...eventPath, ...userPath } },
  checkInMany: {
    valid: { path, body: { userIds: ['some-user'] } },
    path: eventPath,
    body: { userIds: ids.idsInBody(100), checkIns: ids.entriesInBody(100) },
    either: ['userIds', 'checkIns'],
  },
  undoCheckIn: { valid: { path }, path: { ...eventPath, ...userPath } },
  listEventRegistrations: {
    valid: { path, query: {} },
    path: eventPath,
    query: {
      status: values.wordInQuery('registered', 'waitlisted'),
      checkedIn: values.wordInQuery('true', 'false'),
      include: values.wordInQuery('user'),
      format,
      ...page,
    },
  },
  listUserRegistrations: {
    valid: { path, query: {} },
    path: userPath,
    query: { status: values.wordInQuery('registered', 'waitlisted'), from: dates.dateInQuery, ...page },
  },
  getEventCalendar: { valid: { path }, path: eventPath },
  createCalendarFeed: { valid: { path }, path: userPath },
  getUserCalendar: { valid: { path, query: {} }, path: userPath, query: { token: ids.secretInQuery } },
  listEventHistory: { valid: { path, query: {} }, path: eventPath, query: { format, ...page } },
  listUserHistory: { valid: { path, query: {} }, path: userPath, query: { format, ...page } },
};
