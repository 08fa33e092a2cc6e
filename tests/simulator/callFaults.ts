import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { OperationId } from '../../schemas/requests.ts';
import { type Answer, invoke, type TestRequest } from '../support/api/invoke.ts';
import { logOf } from '../support/api/log.ts';
import { coldStart, type HandlerPath } from '../support/records/coldStart.ts';
import { type Call, type CallName, namesOf } from './callNames.ts';
import { withCallsEnded } from './callsUnderWay.ts';
import { forward, refuse, withServer } from './faultyDatabase.ts';

/** Why each write of a transaction was cancelled, as DynamoDB tells it. */
type Reasons = { Code: string; Item?: object }[];

export type Fault =
  /** Others hold the items of the call. */
  | 'conflict'
  /** The transaction is cancelled for these reasons. */
  | { cancelled: Reasons }
  /** The database has no capacity for the call. */
  | 'throttled'
  /** The database leaves all items of a batch unwritten. */
  | 'unprocessed'
  /** The call is carried out, and its answer is lost. */
  | 'lost'
  /** The process died: neither this call nor any later one is sent. */
  | 'dead'
  /** The call is carried out after this has happened. */
  | (() => Promise<unknown>);

/** Which fault the first calls of a name meet, one after another. */
export type NamedFaults = Partial<Record<CallName, Fault | (Fault | undefined)[]>>;

/** The faults of calls by their names, or what tells the fault of a call. Other calls are as usual. */
export type Faults = NamedFaults | ((call: Call) => Fault | undefined);

/** Tells each call its fault. */
function faultFinder(faults: Faults): (call: Call) => Fault | undefined {
  if (typeof faults === 'function') return faults;
  const left = new Map(Object.entries(faults).map(([name, ofName]) => [name, [ofName].flat()]));
  return call =>
    namesOf(call)
      .map(name => left.get(name)?.shift())
      .find(fault => fault !== undefined);
}

/** Lets calls meet their faults, and keeps the calls, and what is under way. */
function listenerWith(faults: Faults, calls: Call[], underWay: Promise<void>[]): RequestListener {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  const faultOf = faultFinder(faults);
  let isDead = false;
  return async (request, response) => {
    const body = await text(request);
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const call = { operation, input: JSON.parse(body) };
    calls.push(call);
    const fault = faultOf(call);
    isDead ||= fault === 'dead';
    // A refusal that is not tried again ends the request at once, and with it whatever it would still have done.
    if (isDead) return refuse(response, 'AccessDeniedException');
    const done = meet(engine, fault, call, request, body, response);
    underWay.push(done);
    await done;
  };
}

/** What `work` led to, the calls that it sent, and what it wrote to the log: its lines, and their codes. */
type Outcome<Result> = { result: Result; calls: Call[]; log: Answer['body'][]; logged: string[] };

/** Longer than others take for what they do while a call is held, however slow the machine. */
const PATIENCE_MS = 120_000;

/** Runs `work` with a handler as a new process loads it, whose calls to the database meet these faults. */
export async function withFaults<Result>(
  path: HandlerPath,
  faults: Faults,
  work: (handler: unknown) => Promise<Result>,
): Promise<Outcome<Result>> {
  const calls: Call[] = [];
  const results: Result[] = [];
  const underWay: Promise<void>[] = [];
  const listener = listenerWith(faults, calls, underWay);
  const log = await logOf(() =>
    withServer(listener, url =>
      coldStart(
        path,
        { AWS_ENDPOINT_URL_DYNAMODB: url, DYNAMODB_CALL_MS: String(PATIENCE_MS) },
        async handler => {
          try {
            results.push(await withCallsEnded(url, () => work(handler)));
          } finally {
            // A process that died may have sent calls before, which the database still carries out.
            await Promise.allSettled(underWay);
          }
        },
      ),
    ),
  );
  return { result: results[0] as Result, calls, log, logged: log.map(({ code }) => code) };
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
  if (fault === 'throttled') return refuse(response, 'ProvisionedThroughputExceededException');
  if (fault === 'unprocessed') return answerWithNothingDone(input, response);
  if (typeof fault === 'object') return cancel(fault.cancelled);
  if (typeof fault === 'function') await fault();
  if (fault !== 'lost') return forward(engine, request, body, response);
  const headers = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];
  const signed = Object.fromEntries(headers.map(name => [name, String(request.headers[name])]));
  await fetch(engine, { method: 'POST', headers: signed, body });
  refuse(response, 'InternalServerError', {}, 500);
}

function answerWithNothingDone({ RequestItems }: Call['input'], response: ServerResponse): void {
  response
    .writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
    .end(JSON.stringify({ UnprocessedItems: RequestItems }));
}

/** The answer of an operation whose calls meet these faults. */
export async function answerWith(operationId: OperationId, request: TestRequest, faults: Faults) {
  const { result: answer, ...rest } = await withFaults(operationId, faults, handler =>
    invoke(handler, { timeoutMs: PATIENCE_MS, ...request }),
  );
  return { answer, ...rest };
}
