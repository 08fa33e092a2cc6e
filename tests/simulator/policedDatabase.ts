import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { type FunctionUnderTest, QUEUES } from '../support/packaging/functionsUnderTest.ts';
import { coldStart, type HandlerPath } from '../support/records/coldStart.ts';
import { type QueueCall, withQueue } from './fakeQueue.ts';
import { forward, refuse, withServer } from './faultyDatabase.ts';

/** The functions of serverless.yml. Their grants are such as `Query event-management-api-test-seats/index/byDate`. */
export const FUNCTIONS: Record<string, FunctionUnderTest> = JSON.parse(process.env.TEST_FUNCTIONS ?? '{}');

/** The grants that a function has, and those of them that it needed so far. */
type Grants = { granted: string[]; used: Set<string> };

type Meanwhile = () => Promise<unknown>;

/** A transaction is not carried out, but cancelled for these reasons, and none for the rest of its writes. */
export const cancelledFor =
  (...reasons: string[]): Meanwhile =>
  async () =>
    new Cancellation(reasons);

class Cancellation {
  readonly reasons: string[];
  constructor(reasons: string[]) {
    this.reasons = reasons;
  }
}

/** Runs the function, which must not be denied anything. Each `meanwhile` happens right before a transaction. */
export type Run = <Result>(
  work: (handler: unknown) => Promise<Result>,
  ...meanwhile: Meanwhile[]
) => Promise<Result>;

/**
 * Runs a story with a function as a new process loads it, before a database and queues that enforce its permissions.
 * Its environment is that of serverless.yml, with these changes.
 */
export async function withPolicedDatabase(
  key: string,
  story: (run: Run, grants: Grants) => Promise<void>,
  changes: Record<string, string> = {},
): Promise<void> {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  const { path = '', grants: granted = [], environment = {} } = FUNCTIONS[key] ?? {};
  const used = new Set<string>();
  const denied = new Set<string>();
  let left: Meanwhile[] = [];
  const isAllowed = (needed: string[]) => {
    for (const grant of needed) (granted.includes(grant) ? used : denied).add(grant);
    return !needed.some(grant => denied.has(grant));
  };
  const police: RequestListener = async (request, response) => {
    const body = await text(request);
    const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const input: Body = JSON.parse(body);
    if (!isAllowed(neededFor(operation, input))) return refuse(response, 'AccessDeniedException');
    const happened = operation === 'TransactWriteItems' ? await left.shift()?.() : undefined;
    if (!(happened instanceof Cancellation)) return forward(engine, request, body, response);
    const CancellationReasons = input.TransactItems.map((_, n) => ({ Code: happened.reasons[n] ?? 'None' }));
    refuse(response, 'TransactionCanceledException', { CancellationReasons });
  };
  const policeQueues = (call: QueueCall) => (isAllowed(neededForQueue(call)) ? undefined : 'AccessDenied');
  await withServer(police, AWS_ENDPOINT_URL_DYNAMODB =>
    withQueue(({ environment: { AWS_ENDPOINT_URL_SQS } }) => {
      const settings = Object.entries({ ...environment, ...changes }).map(([name, value]) => [
        name,
        value.replace(QUEUES, AWS_ENDPOINT_URL_SQS),
      ]);
      const all = { ...Object.fromEntries(settings), AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_SQS };
      return coldStart(path as HandlerPath, all, async handler => {
        const run: Run = async (work, ...meanwhile) => {
          left = meanwhile;
          const result = await work(handler);
          expect({ denied: [...denied], racesLeft: left.length }).toEqual({ denied: [], racesLeft: 0 });
          return result;
        };
        await story(run, { granted, used });
      });
    }, policeQueues),
  );
}

type Target = { TableName: string; IndexName?: string };
type Body = Target & { TransactItems: Record<string, Target>[]; RequestItems: Record<string, unknown> };

const grantOf = (action: string, { TableName, IndexName }: Target) => {
  // serverless.yml was read at stage `test`, and each test file has a stage of its own.
  const table = TableName.replace(/-test[\da-f]+-/, '-test-');
  return `${action} ${table}${IndexName ? `/index/${IndexName}` : ''}`;
};

/** The grants that a request needs. A transaction has no action of its own: it needs those of its items. */
function neededFor(operation: string, body: Body): string[] {
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems') {
    const writes = body.TransactItems.flatMap(item => Object.entries(item));
    return writes.map(([kind, target]) => grantOf(`${kind}Item`, target));
  }
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    return Object.keys(body.RequestItems).map(TableName => grantOf(operation, { TableName }));
  }
  return [grantOf(operation, body)];
}

/** Where dead letters come from. */
const SOURCES: Record<string, string> = {
  'event-management-api-test-dead-notices': 'event-management-api-test-late-notices',
};

/** A move of messages is made by SQS in the name of who starts it: the rights for its steps are needed too. */
function neededForQueue({ operation, input }: QueueCall): string[] {
  const queue = String(input.QueueUrl ?? input.SourceArn).replace(/^.*[/:]/, '');
  if (operation !== 'StartMessageMoveTask') return [`sqs:${operation} ${queue}`];
  const steps = [operation, 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
  return [...steps.map(step => `sqs:${step} ${queue}`), `sqs:SendMessage ${SOURCES[queue]}`];
}
