import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

const {
  BASELINE_EVENTS_TABLE: EVENTS,
  BASELINE_USERS_TABLE: USERS,
  BASELINE_REGISTRATIONS_TABLE: REGISTRATIONS,
} = process.env;

export { EVENTS, REGISTRATIONS, USERS };

/** Returns whether a write was refused by its condition. */
export const isRefused = (error: unknown): boolean =>
  error instanceof Error &&
  ['ConditionalCheckFailedException', 'TransactionCanceledException'].includes(error.name);
