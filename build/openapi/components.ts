import { fullFormats } from 'ajv-formats/dist/formats.js';
import { availability } from '../../schemas/availability.ts';
import { createEventBody, event, updateEventBody } from '../../schemas/event.ts';
import { status as eventStatus } from '../../schemas/eventFields.ts';
import { historyEntry } from '../../schemas/history.ts';
import { headers } from '../../schemas/operations/operation.ts';
import { brokenRule, problem, tooManyRequests } from '../../schemas/problem.ts';
import { newQuestion, question } from '../../schemas/question.ts';
import {
  checkedInRegistration,
  departure,
  newRegistration,
  registerBody,
  registration,
  status as registrationStatus,
  userRegistration,
} from '../../schemas/registration.ts';
import { requests } from '../../schemas/requests.ts';
import { healthy, serviceInfo, unhealthy } from '../../schemas/service.ts';
import { calendarFeed, createUserBody, user } from '../../schemas/user.ts';
import { type Body, withNulls } from './nulls.ts';

/** These shapes have a name in the document. Others are written where they are used. */
const named = {
  EventStatus: eventStatus,
  Event: event,
  CreateEvent: createEventBody,
  UpdateEvent: updateEventBody,
  Question: question,
  NewQuestion: newQuestion,
  Availability: availability,
  User: user,
  CreateUser: createUserBody,
  RegistrationStatus: registrationStatus,
  Registration: registration,
  NewRegistration: newRegistration,
  CheckedInRegistration: checkedInRegistration,
  Register: registerBody,
  Departure: departure,
  UserRegistration: userRegistration,
  HistoryEntry: historyEntry,
  CalendarFeed: calendarFeed,
  ServiceInfo: serviceInfo,
  Healthy: healthy,
  Unhealthy: unhealthy,
  BrokenRule: brokenRule,
  Problem: problem,
  TooManyRequests: tooManyRequests,
};

/** An enum is the same one wherever it is used, whatever else stands beside it. */
const identityOf = (schema: unknown): unknown => Object(schema).enum ?? schema;

const names = new Map(Object.entries(named).map(([name, schema]) => [identityOf(schema), name]));

/** Writes a schema: as a reference when it has a name. */
export function schemaOf(schema: unknown): unknown {
  const name = Array.isArray(schema) ? undefined : names.get(identityOf(schema));
  if (!name) return written(schema);
  const { description, default: usual } = Object(schema);
  return {
    $ref: `#/components/schemas/${name}`,
    ...(description && { description }),
    ...(usual !== undefined && { default: usual }),
  };
}

/** The document describes formats in words that only this project knows. None of them takes an empty text. */
const isOwnFormat = (format: unknown) => typeof format === 'string' && !(format in fullFormats);

/**
 * The document leaves out what only this project's validators understand, rules joined by `allOf`, which generators of
 * clients turn into empty types, and those under an `if`, which they ignore. It allows unknown fields: those of a
 * request are ignored, and answers may get more.
 */
const isLeftOut = (key: string, value: unknown) =>
  ['errorMessage', 'ownRules', 'if', 'else'].includes(key) ||
  (key === 'allOf' && Array.isArray(value)) ||
  (key === 'additionalProperties' && value === false) ||
  (key === 'format' && isOwnFormat(value));

function written(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(schemaOf);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key, value]) => !isLeftOut(key, value));
  const own = Object.fromEntries(kept.map(([key, value]) => [key, schemaOf(value)]));
  if ('format' in schema && isOwnFormat(schema.format)) own.minLength ??= 1;
  return bodies.has(schema) ? withNulls(own as Body, (schema as Body).else?.required) : own;
}

const bodies = new Set<object>(
  Object.values(requests).flatMap(request => ('body' in request ? [request.body] : [])),
);

const EVERY_ANSWER = {
  'Access-Control-Allow-Origin': {
    description: 'Which pages may read the answer. Unless the stage names origins, any may.',
  },
  'Cache-Control': { required: true, description: 'How the answer may be kept, if at all.' },
  'X-Content-Type-Options': { required: true, description: '`nosniff`: its type is what it says.' },
};

const allHeaders = { ...headers, ...EVERY_ANSWER };

/** Returns references to the headers of an answer. */
export const headersOf = (names: readonly string[]) =>
  Object.fromEntries(
    [...names, ...Object.keys(EVERY_ANSWER)].map(name => [name, { $ref: `#/components/headers/${name}` }]),
  );

export const componentSchemas = Object.fromEntries(
  Object.entries(named).map(([name, schema]) => [name, written(schema)]),
);

export const componentHeaders = Object.fromEntries(
  Object.entries(allHeaders).map(([name, header]) => [name, { ...header, schema: { type: 'string' } }]),
);
