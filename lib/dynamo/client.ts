import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { MAX_CALL_MS, MAX_CALLS } from './callQueue.ts';

/** Making a connection takes longer than a call, so that each is kept for the calls and requests that follow. */
const connections = { keepAlive: true, maxSockets: MAX_CALLS };

export const client = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    // The one retry is in retry.ts: the SDK's own knows neither conflicts nor the time that the request has left.
    maxAttempts: 1,
    requestHandler: {
      // Another try may find another host, where this one does not answer.
      connectionTimeout: 1000,
      requestTimeout: MAX_CALL_MS,
      throwOnRequestTimeout: true,
      httpAgent: connections,
      httpsAgent: connections,
    },
  }),
  { marshallOptions: { removeUndefinedValues: true } },
);

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}

/** The tables' names, which carry the stage. They are read once: a function without them fails at its cold start. */
export const TABLES = {
  events: fromEnvironment('EVENTS_TABLE'),
  seats: fromEnvironment('SEATS_TABLE'),
  users: fromEnvironment('USERS_TABLE'),
  registrations: fromEnvironment('REGISTRATIONS_TABLE'),
  history: fromEnvironment('HISTORY_TABLE'),
  announcements: fromEnvironment('ANNOUNCEMENTS_TABLE'),
  deletions: fromEnvironment('DELETIONS_TABLE'),
  holdOutcomes: fromEnvironment('HOLD_OUTCOMES_TABLE'),
  answers: fromEnvironment('ANSWERS_TABLE'),
} as const;
