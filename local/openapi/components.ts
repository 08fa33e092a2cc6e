import { createEventBody, event, updateEventBody } from '../../schemas/event.ts';
import { historyEntry } from '../../schemas/history.ts';
import { headers } from '../../schemas/operations/operation.ts';
import { problem } from '../../schemas/problem.ts';
import {
  departure,
  newRegistration,
  registerBody,
  registration,
  userRegistration,
} from '../../schemas/registration.ts';
import { createUserBody, user } from '../../schemas/user.ts';

/** The shapes that have a name in the document. Others are written where they are used. */
const named = {
  Event: event,
  CreateEvent: createEventBody,
  UpdateEvent: updateEventBody,
  User: user,
  CreateUser: createUserBody,
  Registration: registration,
  NewRegistration: newRegistration,
  Register: registerBody,
  Departure: departure,
  UserRegistration: userRegistration,
  HistoryEntry: historyEntry,
  Problem: problem,
};

const names = new Map<unknown, string>(Object.entries(named).map(([name, schema]) => [schema, name]));

/** A schema as the document writes it: a reference when it has a name. */
export const schemaOf = (schema: unknown): unknown =>
  names.has(schema) ? { $ref: `#/components/schemas/${names.get(schema)}` } : written(schema);

/**
 * What only this project's validators understand is left out. Unknown fields are allowed: those of a request are
 * ignored, and answers may come to have more.
 */
function written(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(schemaOf);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) => key !== 'errorMessage' && !(key === 'additionalProperties' && value === false),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, schemaOf(value)]));
}

const EVERY_ANSWER = {
  'Access-Control-Allow-Origin': { required: true, description: 'Any page may read the answer.' },
  'Cache-Control': { required: true, description: 'How the answer may be kept, if at all.' },
  'X-Content-Type-Options': { required: true, description: '`nosniff`: its type is what it says.' },
};

const allHeaders = { ...headers, ...EVERY_ANSWER };

/** References to the headers of an answer. */
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
