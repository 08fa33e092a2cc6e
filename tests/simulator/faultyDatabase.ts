import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { anyFreePort } from '../../local/ports.ts';
import { letTimeRunOut } from '../support/records/clock.ts';

/** The address of a database that nobody runs. */
export const absentDatabase = async () => `http://127.0.0.1:${await anyFreePort()}`;

/** Runs `work` with the URL of a server that answers like this. */
export async function withServer<Result>(listener: RequestListener, work: (url: string) => Promise<Result>) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** A database that takes requests, which `onRequest` hears of, and never answers. */
export const withSilentDatabase = <Result>(work: (url: string) => Promise<Result>, onRequest = () => {}) =>
  withServer(onRequest, work);

const isTransaction = ({ headers }: IncomingMessage) =>
  String(headers['x-amz-target']).endsWith('.TransactWriteItems');

/** Sees a transaction of so many writes before the database does, and may answer it instead. */
type OnTransaction = (writes: number, response: ServerResponse) => Promise<void> | void;

const withProxy = <Result>(onTransaction: OnTransaction, work: (url: string) => Promise<Result>) => {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  return withServer(async (request, response) => {
    const body = await text(request);
    if (isTransaction(request)) {
      await onTransaction(JSON.parse(body).TransactItems.length, response);
    }
    if (!response.writableEnded) await forward(engine, request, body, response);
  }, work);
};

/**
 * The tests' database, which cancels the first `conflicts` transactions as if others had been under way, for these
 * reasons: the first writes' in their order, `None` for the rest.
 */
export function withBusyDatabase<Result>(
  conflicts: number,
  work: (url: string) => Promise<Result>,
  reasons = ['TransactionConflict'],
) {
  let left = conflicts;
  return withProxy((writes, response) => {
    if (left === 0) return;
    left -= 1;
    const CancellationReasons = Array.from({ length: writes }, (_, n) => ({ Code: reasons[n] ?? 'None' }));
    refuse(response, 'TransactionCanceledException', { CancellationReasons });
  }, work);
}

/** The tests' database, which cancels the first transaction for these reasons, as DynamoDB tells them. */
export function withCancellation<Result>(
  CancellationReasons: { Code: string; Item?: object }[],
  work: (url: string) => Promise<Result>,
) {
  let isDone = false;
  return withProxy((_writes, response) => {
    if (!isDone) refuse(response, 'TransactionCanceledException', { CancellationReasons });
    isDone = true;
  }, work);
}

/**
 * The tests' database, which has no capacity left, for any request, after its first `transactions`. Whoever asks it
 * then has no time left either: another try would end the same way.
 */
export function withDatabaseThatGivesOut<Result>(
  transactions: number,
  work: (url: string) => Promise<Result>,
) {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  let left = transactions;
  const listener: RequestListener = async (request, response) => {
    const body = await text(request);
    if (left === 0) {
      letTimeRunOut();
      return refuse(response, 'ProvisionedThroughputExceededException');
    }
    if (isTransaction(request)) left -= 1;
    await forward(engine, request, body, response);
  };
  return withServer(listener, work);
}

/**
 * The tests' database, which carries the first transaction out and fails to say so. The next one is in its way, and
 * has no time left for another try.
 */
export function withForgetfulDatabase<Result>(work: (url: string) => Promise<Result>) {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  let isDone = false;
  const listener: RequestListener = async (request, response) => {
    const body = await text(request);
    if (!isTransaction(request)) return forward(engine, request, body, response);
    if (isDone) {
      letTimeRunOut();
      return refuse(response, 'TransactionInProgressException');
    }
    isDone = true;
    await fetch(engine, { method: 'POST', headers: signedHeaders(request), body });
    refuse(response, 'InternalServerError', {}, 500);
  };
  return withServer(listener, work);
}

/** A database whose answers begin and never end. */
export const withStallingDatabase = <Result>(work: (url: string) => Promise<Result>) =>
  withServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).write('{"Resp');
  }, work);

/** The tests' database, in which `meanwhile` happens right before the first transaction. */
export function withOvertakingDatabase<Result>(
  meanwhile: () => Promise<unknown>,
  work: (url: string) => Promise<Result>,
) {
  let happened: Promise<unknown> | undefined;
  return withProxy(async () => {
    happened ??= meanwhile();
    await happened;
  }, work);
}

/** Answers with an exception of DynamoDB's. */
export function refuse(response: ServerResponse, exception: string, fields: object = {}, status = 400): void {
  const __type = `com.amazonaws.dynamodb.v20120810#${exception}`;
  response
    .writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
    .end(JSON.stringify({ __type, message: 'Refused for a test', ...fields }));
}

const signedHeaders = ({ headers }: IncomingMessage) => {
  const names = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];
  return Object.fromEntries(names.map(name => [name, String(headers[name])]));
};

/** Has the engine answer the request. */
export async function forward(
  engine: string,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
) {
  const answer = await fetch(engine, { method: 'POST', headers: signedHeaders(request), body });
  const type = answer.headers.get('content-type') ?? 'application/x-amz-json-1.0';
  response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
}
