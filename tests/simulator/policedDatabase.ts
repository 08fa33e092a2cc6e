import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { capitalised } from '../../build/template/resources.ts';
import { type FunctionUnderTest, QUEUES } from '../support/packaging/functionsUnderTest.ts';
import { coldStart, type HandlerPath } from '../support/records/coldStart.ts';
import { type BucketCall, type Objects, withBucket } from './fakeBucket.ts';
import { withLambda } from './fakeLambda.ts';
import { type QueueCall, withQueue } from './fakeQueue.ts';
import { forward, refuse, withServer } from './faultyDatabase.ts';

/** The functions of serverless.yml. A grant is a text like `Query event-management-api-test-events/index/byDate`. */
export const FUNCTIONS: Record<string, FunctionUnderTest> = JSON.parse(process.env.TEST_FUNCTIONS ?? '{}');

/** The grants of a function, and those that it has needed so far. */
type Grants = { granted: string[]; used: Set<string> };

type Meanwhile = () => Promise<unknown>;

/** A transaction is cancelled for these reasons. The writes without a reason are not at fault. */
export const cancelledFor =
  (...reasons: string[]): Meanwhile =>
  async () =>
    new Cancellation(reasons);

export class Cancellation {
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

/** Refuses what a function was not granted. */
class Police {
  readonly grants: Grants;
  readonly denied = new Set<string>();
  readonly #engine = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  /** What happens before each of the next transactions. */
  meanwhile: Meanwhile[] = [];

  constructor(granted: string[]) {
    this.grants = { granted, used: new Set() };
  }

  allows(needed: string[]): boolean {
    const { granted, used } = this.grants;
    for (const grant of needed) (granted.includes(grant) ? used : this.denied).add(grant);
    return !needed.some(grant => this.denied.has(grant));
  }

  readonly listener: RequestListener = async (request, response) => {
    const body = await text(request);
    const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const input: Body = JSON.parse(body);
    if (!this.allows(neededFor(operation, input))) return refuse(response, 'AccessDeniedException');
    const happened = operation === 'TransactWriteItems' ? await this.meanwhile.shift()?.() : undefined;
    if (!(happened instanceof Cancellation)) return forward(this.#engine, request, body, response);
    const CancellationReasons = input.TransactItems.map((_, n) => ({ Code: happened.reasons[n] ?? 'None' }));
    refuse(response, 'TransactionCanceledException', { CancellationReasons });
  };

  readonly refuseQueueCall = (call: QueueCall) =>
    this.allows(neededForQueue(call)) ? undefined : 'AccessDenied';

  readonly refuseBucketCall = ({ operation, key }: BucketCall) =>
    this.allows([`s3:${operation} DeadRecordsBucket${key && '/*'}`]) ? undefined : 'AccessDenied';

  readonly refuseInvocation = (key: string) =>
    this.allows([`lambda:InvokeFunction ${capitalised(key)}LambdaFunction`])
      ? undefined
      : 'AccessDeniedException';

  runOf =
    (handler: unknown): Run =>
    async (work, ...meanwhile) => {
      this.meanwhile = meanwhile;
      const result = await work(handler);
      const racesLeft = this.meanwhile.length;
      expect({ denied: [...this.denied], racesLeft }).toEqual({ denied: [], racesLeft: 0 });
      return result;
    };
}

/**
 * Runs a story with a function in a new process, in front of a database, queues, a bucket with these objects, and other
 * functions, which enforce its permissions. Its environment is that of serverless.yml, with these changes.
 */
export async function withPolicedDatabase(
  key: string,
  story: (run: Run, grants: Grants) => Promise<void>,
  changes: Record<string, string> = {},
  objects: Objects = new Map(),
): Promise<void> {
  const { path = '', grants = [], environment = {} } = FUNCTIONS[key] ?? {};
  const police = new Police(grants);
  await withPolice(police, objects, endpoints => {
    const settings = Object.entries({ ...environment, ...changes }).map(([name, value]) => [
      name,
      value.replace(QUEUES, endpoints.AWS_ENDPOINT_URL_SQS),
    ]);
    const all = { ...Object.fromEntries(settings), ...endpoints };
    return coldStart(path as HandlerPath, all, handler => story(police.runOf(handler), police.grants));
  });
}

type Endpoints = Record<`AWS_ENDPOINT_URL_${'DYNAMODB' | 'SQS' | 'S3' | 'LAMBDA'}`, string>;

const handled = async () => ({ batchItemFailures: [] });

/** Runs `work` with the addresses of services that ask the police. A function that is called handles all records. */
const withPolice = (police: Police, objects: Objects, work: (endpoints: Endpoints) => Promise<void>) =>
  withServer(police.listener, AWS_ENDPOINT_URL_DYNAMODB =>
    withLambda(handled, police.refuseInvocation, AWS_ENDPOINT_URL_LAMBDA =>
      withBucket(objects, police.refuseBucketCall, AWS_ENDPOINT_URL_S3 => {
        const endpoints = { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_LAMBDA, AWS_ENDPOINT_URL_S3 };
        return withQueue(
          ({ environment: { AWS_ENDPOINT_URL_SQS } }) => work({ ...endpoints, AWS_ENDPOINT_URL_SQS }),
          police.refuseQueueCall,
        );
      }),
    ),
  );

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

/** The queue from which the letters of a dead-letter queue come. */
const SOURCES: Record<string, string> = {
  'event-management-api-test-dead-notices': 'event-management-api-test-late-notices',
};

/** SQS moves messages in the name of the caller, who therefore also needs the rights for its steps. */
function neededForQueue({ operation, input }: QueueCall): string[] {
  const queue = String(input.QueueUrl ?? input.SourceArn).replace(/^.*[/:]/, '');
  if (operation !== 'StartMessageMoveTask') return [`sqs:${operation} ${queue}`];
  const steps = [operation, 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
  return [...steps.map(step => `sqs:${step} ${queue}`), `sqs:SendMessage ${SOURCES[queue]}`];
}
