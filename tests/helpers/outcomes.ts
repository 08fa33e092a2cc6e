import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Context } from 'aws-lambda';
import { handler as returnNumbersHandler } from '../../functions/returnNumbers.ts';
import { violationsOf } from '../../lib/audit.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import { updateItem } from '../../lib/dynamo/expressions.ts';
import { transact, update } from '../../lib/dynamo/write.ts';
import * as numbers from '../../lib/repositories/numbers.ts';
import * as seats from '../../lib/repositories/seats.ts';
import type { OperationId } from '../../schemas/requests.ts';
import { coldStart, type HandlerPath } from './coldStart.ts';
import { forward, refuse, withServer } from './faultyDatabase.ts';
import { type Answer, invoke, type TestRequest } from './invoke.ts';
import { logOf } from './log.ts';
import { expectPeople } from './operations.ts';
import { anEvent, aUser, registeredUsers, stored } from './records.ts';

/** Why each write of a transaction was cancelled, as DynamoDB tells it. */
type Reasons = { Code: string; Item?: object }[];

/**
 * What becomes of a call: it meets a transaction of others; it is cancelled for these reasons; it is carried out, and
 * its answer lost; it is never sent, nor any later one, since the process died. Or it is carried out, after this.
 */
export type Fate = 'conflict' | { cancelled: Reasons } | 'lost' | 'dead' | (() => Promise<unknown>);

// biome-ignore lint/suspicious/noExplicitAny: calls of every shape
export type Call = { operation: string; input: any };

/** Which calls meet which fate, by their number, from 1, or by what they are. Others are as usual. */
type Fates = Record<number, Fate> | ((call: Call) => Fate | undefined);

/** What `work` led to, the calls that it sent, and the codes that it wrote to the log. */
type Outcome<Result> = { result: Result; calls: Call[]; logged: string[] };

/** Longer than others take for what they do while a call is held, however slow the machine. */
const PATIENCE_MS = 120_000;

/** Runs `work` with a handler as a new process loads it, whose calls to the database meet these fates. */
export async function withFates<Result>(
  path: HandlerPath | 'returnNumbers' | 'auditEvent',
  fates: Fates,
  work: (handler: unknown) => Promise<Result>,
): Promise<Outcome<Result>> {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  const calls: Call[] = [];
  const results: Result[] = [];
  let isDead = false;
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const call = {
      operation: String(request.headers['x-amz-target']).split('.')[1] ?? '',
      input: JSON.parse(body),
    };
    const nth = calls.push(call);
    const fate = typeof fates === 'function' ? fates(call) : fates[nth];
    isDead ||= fate === 'dead';
    // What is not tried again ends the request at once, and with it whatever it would still have done.
    if (isDead) return refuse(response, 'AccessDeniedException');
    await meet(engine, fate, call, request, body, response);
  };
  const log = await logOf(() =>
    withServer(listener, url =>
      coldStart(
        path as HandlerPath,
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
  fate: Fate | undefined,
  { input }: Call,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const cancel = (CancellationReasons: Reasons) =>
    refuse(response, 'TransactionCanceledException', { CancellationReasons });
  if (fate === 'conflict') {
    if (!input.TransactItems) return refuse(response, 'TransactionConflictException');
    return cancel(
      input.TransactItems.map((_: object, n: number) => ({ Code: n ? 'None' : 'TransactionConflict' })),
    );
  }
  if (typeof fate === 'object') return cancel(fate.cancelled);
  if (typeof fate === 'function') await fate();
  if (fate !== 'lost') return forward(engine, request, body, response);
  const headers = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];
  const signed = Object.fromEntries(headers.map(name => [name, String(request.headers[name])]));
  await fetch(engine, { method: 'POST', headers: signed, body });
  refuse(response, 'InternalServerError', {}, 500);
}

/** The answer of an operation whose calls meet these fates. */
export async function answerWith(operationId: OperationId, request: TestRequest, fates: Fates) {
  const { result: answer, ...rest } = await withFates(operationId, fates, handler =>
    invoke(handler, { timeoutMs: PATIENCE_MS, ...request }),
  );
  return { answer, ...rest };
}

export const operationsOf = (calls: Call[]) => calls.map(({ operation }) => operation);

/** Whether a call lands a number. */
export const isLanding = ({ input }: Call): boolean =>
  input.TransactItems?.[0]?.Put?.TableName === TABLES.slips && JSON.stringify(input).includes('"landed"');

const MINUTE_MS = 60_000;
const context = { getRemainingTimeInMillis: () => MINUTE_MS } as Context;

/** Runs returnNumbers as its schedule does. */
export const returnNumbers = (handler: unknown = returnNumbersHandler) =>
  (handler as typeof returnNumbersHandler)({}, context);

/** Lets that much time pass, by default longer than any request lives, since the numbers of an event were seen. */
export async function letTimePass(eventId: string, ms = MINUTE_MS + 1): Promise<void> {
  const { table, key } = seats.ref(eventId);
  const { seenAt = 0 } = (await stored(seats.ref(eventId))) ?? {};
  const change = {
    set: ['#seenAt = :earlier'],
    when: ['attribute_exists(#seenAt)'],
    values: { earlier: seenAt - ms },
  };
  expect(await transact({ writes: [updateItem(table, key, change)] })).toEqual({ kind: 'committed' });
}

/** Has an event forget who took its last numbers, as it does when many others took theirs since. */
export async function forgetTakers(eventId: string): Promise<void> {
  const { table, key } = seats.ref(eventId);
  const change = {
    set: ['#takers = :others'],
    when: ['attribute_exists(#takers)'],
    values: { others: (await stored(seats.ref(eventId)))?.takers?.fill(0) },
  };
  expect(await transact({ writes: [updateItem(table, key, change)] })).toEqual({ kind: 'committed' });
}

/** Has the numbers of an event that nobody has landed so far given back. */
export async function returnOldNumbers(eventId: string): Promise<void> {
  for (const _round of ['sees them', 'gives them back']) {
    if ((await stored(seats.ref(eventId)))?.watch) await letTimePass(eventId);
    await returnNumbers();
  }
}

export const registration = (eventId: string, userId: string): TestRequest & { body: object } => ({
  method: 'POST',
  path: { eventId },
  body: { userId },
});

/** What became of a number that an event gave out. */
export async function fateOf(eventId: string, kind: 'seat' | 'queue', number: number) {
  const { incarnation } = (await stored(seats.ref(eventId))) ?? {};
  const slip = { table: TABLES.slips, key: { slipId: `${incarnation}#${kind}#${number}` } };
  return (await stored<{ fate: string }>(slip))?.fate;
}

/** The calls of someone whose first transaction meets a conflict: they look, take a number and land it. */
export const [TAKE, LAND] = [3, 4];

/** Registers such a one, at an event where others were before. Some of the calls meet these fates. */
export async function inCrowd(eventId: string, userId: string, fates: Record<number, Fate> = {}) {
  await update(numbers.beginWatch(eventId, Date.now()));
  return answerWith('registerForEvent', registration(eventId, userId), { 1: 'conflict', ...fates });
}

/** An event of one seat, which is taken, and of no waitlist. */
export async function aFullEventWithoutQueue(): Promise<string> {
  const eventId = await anEvent({ capacity: 1, hasWaitlist: false });
  await registeredUsers(eventId, 1);
  return eventId;
}

/** Has people take numbers of an event, in processes that die before they land them. */
export async function takeInVain(eventId: string, people: number): Promise<void> {
  for (let n = 0; n < people; n += 1) {
    expect((await inCrowd(eventId, await aUser(), { [LAND]: 'dead' })).answer.status).toBe(500);
  }
}

/** The counters of an event, which tell of what is held too. */
export async function countsOf(eventId: string): Promise<[registered?: number, waiting?: number]> {
  const item = await stored(seats.ref(eventId));
  return [item?.registeredCount, item?.waitlistCount];
}

/** The event has exactly these people, in this queue, and an audit finds nothing. */
export async function expectSound(eventId: string, seated: string[], queue: string[]): Promise<void> {
  await expectPeople(eventId, seated, queue);
  expect(await violationsOf(eventId)).toEqual([]);
}

/** A first answer, as it is given to the same request with the same Idempotency-Key again. */
export const replayOf = (first: Answer): Answer => ({
  ...first,
  headers: { ...first.headers, 'idempotency-replayed': 'true' },
});

/** What no Idempotency-Key may be. */
export const BAD_KEYS = [
  ['nothing', ''],
  ['256 characters', 'x'.repeat(256)],
  ['a tab', 'a\tb'],
  ['a letter that is not ASCII', 'ü'],
  ['a control character', '\u007f'],
] as const;
