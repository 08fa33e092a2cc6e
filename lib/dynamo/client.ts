import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { addUsage } from '../core/usage.ts';
import { MAX_CALL_MS, MAX_CALLS } from './callQueue.ts';

/** Making a connection takes longer than a call, so each one is kept for later calls and requests. */
const connections = { keepAlive: true, maxSockets: MAX_CALLS };

export const client = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    // The one retry policy is in retry.ts. The SDK's own knows neither conflicts nor the time that the request has
    // left.
    maxAttempts: 1,
    requestHandler: {
      // Another try may reach another host.
      connectionTimeout: 1000,
      requestTimeout: MAX_CALL_MS,
      throwOnRequestTimeout: true,
      httpAgent: connections,
      httpsAgent: connections,
    },
  }),
  { marshallOptions: { removeUndefinedValues: true } },
);

// Speed: the SDK prepares each call and its answer for a logger, though it has none.
client.middlewareStack.remove('loggerMiddleware');

type Units = { CapacityUnits?: number };
type Answered = { ConsumedCapacity?: Units | Units[] };

const READS = /^(BatchGet|Get|Query|Scan|TransactGet)/;

// Each call tells what it cost. An answer that is an error does not tell it.
client.middlewareStack.add(
  (next, { commandName = '' }) =>
    async args => {
      addUsage({ calls: 1 });
      const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const { ConsumedCapacity = [] } = result.output as Answered;
      const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      addUsage(READS.test(commandName) ? { readUnits: units } : { writeUnits: units });
      return result;
    },
  { step: 'initialize', name: 'usage' },
);

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}

/** The names of the tables carry the stage. They are read once: a function without them fails at its cold start. */
export const TABLES = {
  events: fromEnvironment('EVENTS_TABLE'),
  seats: fromEnvironment('SEATS_TABLE'),
  users: fromEnvironment('USERS_TABLE'),
  registrations: fromEnvironment('REGISTRATIONS_TABLE'),
  places: fromEnvironment('PLACES_TABLE'),
  departures: fromEnvironment('DEPARTURES_TABLE'),
  history: fromEnvironment('HISTORY_TABLE'),
  announcements: fromEnvironment('ANNOUNCEMENTS_TABLE'),
  deletions: fromEnvironment('DELETIONS_TABLE'),
  holdOutcomes: fromEnvironment('HOLD_OUTCOMES_TABLE'),
  funnels: fromEnvironment('FUNNELS_TABLE'),
  roundOutcomes: fromEnvironment('ROUND_OUTCOMES_TABLE'),
  leavers: fromEnvironment('LEAVERS_TABLE'),
  leaveOutcomes: fromEnvironment('LEAVE_OUTCOMES_TABLE'),
  answers: fromEnvironment('ANSWERS_TABLE'),
} as const;
