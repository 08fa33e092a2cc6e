import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { TABLES } from '../../lib/dynamo/client.ts';
import type { OperationId } from '../../schemas/requests.ts';
import { invoke, type TestRequest } from '../support/api/invoke.ts';
import { logOf } from '../support/api/log.ts';
import { coldStart, type HandlerPath } from '../support/records/coldStart.ts';
import { forward, refuse, withServer } from './faultyDatabase.ts';

/** Why each write of a transaction was cancelled, as DynamoDB tells it. */
type Reasons = { Code: string; Item?: object }[];

/**
 * What becomes of a call: it meets a transaction of others; it is cancelled for these reasons; it is carried out, and
 * its answer lost; it is never sent, nor any later one, since the process died. Or it is carried out, after this.
 */
export type Fault = 'conflict' | { cancelled: Reasons } | 'lost' | 'dead' | (() => Promise<unknown>);

// biome-ignore lint/suspicious/noExplicitAny: calls of every shape
export type Call = { operation: string; input: any };

const isHoldOutcome = (outcome: string) => (call: Call) =>
  call.input.TransactItems?.[0]?.Put?.TableName === TABLES.holdOutcomes &&
  JSON.stringify(call.input).includes(`"${outcome}"`);

/** Whether a call takes a free seat. */
export const isTakeSeat = ({ input }: Call): boolean =>
  Boolean(input.TransactItems?.[0]?.Update?.ConditionExpression.includes('attribute_not_exists(#sweep)'));

/** Whether a call acquires a hold. */
export const isHold = ({ operation, input }: Call): boolean =>
  operation === 'UpdateItem' && /^SET .*#holds/.test(input.UpdateExpression);

export const isConfirm = isHoldOutcome('confirmed');
export const isRelease = isHoldOutcome('released');

const ROLES = { takeSeat: isTakeSeat, hold: isHold, confirm: isConfirm, release: isRelease };

/** What a call may be named by: what it is for, or its operation. */
type CallName =
  | keyof typeof ROLES
  | 'BatchGetItem'
  | 'Query'
  | 'Scan'
  | 'UpdateItem'
  | 'PutItem'
  | 'TransactWriteItems'
  | 'TransactGetItems';

const namesOf = (call: Call): CallName[] => [
  ...(Object.keys(ROLES) as (keyof typeof ROLES)[]).filter(role => ROLES[role](call)),
  call.operation as CallName,
];

/** Which fault the first calls of a name meet, one after another, or which fault a call meets. Others are as usual. */
export type Faults =
  | Partial<Record<CallName | number, Fault | (Fault | undefined)[]>>
  | ((call: Call) => Fault | undefined);

/** Tells each call its fault. */
function faultFinder(faults: Faults): (call: Call) => Fault | undefined {
  if (typeof faults === 'function') return faults;
  const met = new Map<CallName | number, number>();
  let calls = 0;
  return call => {
    calls += 1;
    const found = [...namesOf(call), calls].map(name => {
      const nth = met.get(name) ?? 0;
      met.set(name, nth + 1);
      return [faults[name]].flat()[nth];
    });
    return found.find(fault => fault !== undefined);
  };
}

/** What `work` led to, the calls that it sent, and the codes that it wrote to the log. */
type Outcome<Result> = { result: Result; calls: Call[]; logged: string[] };

/** Longer than others take for what they do while a call is held, however slow the machine. */
const PATIENCE_MS = 120_000;

/** Runs `work` with a handler as a new process loads it, whose calls to the database meet these faults. */
export async function withFaults<Result>(
  path: HandlerPath,
  faults: Faults,
  work: (handler: unknown) => Promise<Result>,
): Promise<Outcome<Result>> {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  const calls: Call[] = [];
  const results: Result[] = [];
  const faultOf = faultFinder(faults);
  let isDead = false;
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const call = {
      operation: String(request.headers['x-amz-target']).split('.')[1] ?? '',
      input: JSON.parse(body),
    };
    calls.push(call);
    const fault = faultOf(call);
    isDead ||= fault === 'dead';
    // A refusal that is not tried again ends the request at once, and with it whatever it would still have done.
    if (isDead) return refuse(response, 'AccessDeniedException');
    await meet(engine, fault, call, request, body, response);
  };
  const log = await logOf(() =>
    withServer(listener, url =>
      coldStart(
        path,
        { AWS_ENDPOINT_URL_DYNAMODB: url, DYNAMODB_CALL_MS: String(PATIENCE_MS) },
        async handler => {
          results.push(await work(handler));
        },
      ),
    ),
  );
  return { result: results[0] as Result, calls, logged: log.map(({ code }) => code) };
}

async function meet(
  engine: string,
  fault: Fault | undefined,
  { input }: Call,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const cancel = (CancellationReasons: Reasons) =>
    refuse(response, 'TransactionCanceledException', { CancellationReasons });
  if (fault === 'conflict') {
    if (!input.TransactItems) return refuse(response, 'TransactionConflictException');
    return cancel(
      input.TransactItems.map((_: object, n: number) => ({ Code: n ? 'None' : 'TransactionConflict' })),
    );
  }
  if (typeof fault === 'object') return cancel(fault.cancelled);
  if (typeof fault === 'function') await fault();
  if (fault !== 'lost') return forward(engine, request, body, response);
  const headers = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];
  const signed = Object.fromEntries(headers.map(name => [name, String(request.headers[name])]));
  await fetch(engine, { method: 'POST', headers: signed, body });
  refuse(response, 'InternalServerError', {}, 500);
}

/** The answer of an operation whose calls meet these faults. */
export async function answerWith(operationId: OperationId, request: TestRequest, faults: Faults) {
  const { result: answer, ...rest } = await withFaults(operationId, faults, handler =>
    invoke(handler, { timeoutMs: PATIENCE_MS, ...request }),
  );
  return { answer, ...rest };
}

export const operationsOf = (calls: Call[]) => calls.map(({ operation }) => operation);
