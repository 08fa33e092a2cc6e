import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { anyFreePort } from '../../local/ports.ts';
import { letTimeRunOut } from '../support/records/clock.ts';

/** The address of a database that does not run. */
export const absentDatabase = async () => `http://127.0.0.1:${await anyFreePort()}`;

/** Runs `work` with the URL of a server with this listener. */
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

/** A database that accepts requests and never answers. `onRequest` is called for each of them. */
export const withSilentDatabase = <Result>(work: (url: string) => Promise<Result>, onRequest = () => {}) =>
  withServer(onRequest, work);

const isTransaction = ({ headers }: IncomingMessage) =>
  String(headers['x-amz-target']).endsWith('.TransactWriteItems');

type Intercepted = { request: IncomingMessage; body: string; response: ServerResponse };

/** Sees a request before the database does, and may answer it instead. */
type Intercept = (intercepted: Intercepted) => Promise<void> | void;

const engineUrl = () => process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';

function withProxy<Result>(intercept: Intercept, work: (url: string) => Promise<Result>) {
  const engine = engineUrl();
  return withServer(async (request, response) => {
    const body = await text(request);
    await intercept({ request, body, response });
    if (!response.writableEnded) await forward(engine, request, body, response);
  }, work);
}

const atTransactions =
  (intercept: Intercept): Intercept =>
  intercepted =>
    isTransaction(intercepted.request) ? intercept(intercepted) : undefined;

/**
 * The database of the tests, which has no capacity for any request after its first `transactions`. The time of the
 * caller then runs out too, since another try would end in the same way.
 */
export function withDatabaseThatGivesOut<Result>(
  transactions: number,
  work: (url: string) => Promise<Result>,
) {
  let left = transactions;
  const giveOut: Intercept = ({ request, response }) => {
    if (left === 0) {
      letTimeRunOut();
      refuse(response, 'ProvisionedThroughputExceededException');
    } else if (isTransaction(request)) left -= 1;
  };
  return withProxy(giveOut, work);
}

/**
 * The database of the tests, which carries out the first transaction and answers with a failure. The next try finds it
 * in progress, and has no time left.
 */
export function withForgetfulDatabase<Result>(work: (url: string) => Promise<Result>) {
  const engine = engineUrl();
  let isDone = false;
  const forget: Intercept = async ({ request, body, response }) => {
    if (isDone) {
      letTimeRunOut();
      return refuse(response, 'TransactionInProgressException');
    }
    isDone = true;
    await fetch(engine, { method: 'POST', headers: signedHeaders(request), body });
    refuse(response, 'InternalServerError', {}, 500);
  };
  return withProxy(atTransactions(forget), work);
}

/** A database whose answers begin and never end. */
export const withStallingDatabase = <Result>(work: (url: string) => Promise<Result>) =>
  withServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).write('{"Resp');
  }, work);

/** Answers with an exception of DynamoDB. */
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

/** Forwards a request to the engine, and answers with its answer. */
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
