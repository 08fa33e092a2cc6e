import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { anyFreePort } from '../../local/ports.ts';

/** The address of a database that nobody runs. */
export const absentDatabase = async () => `http://127.0.0.1:${await anyFreePort()}`;

async function withServer<Result>(listener: RequestListener, work: (url: string) => Promise<Result>) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** A database that takes requests and never answers. */
export const withSilentDatabase = <Result>(work: (url: string) => Promise<Result>) =>
  withServer(() => {}, work);

/** The tests' database, which cancels the first `conflicts` transactions as if others had been under way. */
export async function withBusyDatabase<Result>(conflicts: number, work: (url: string) => Promise<Result>) {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  let left = conflicts;
  return withServer(async (request, response) => {
    const body = await text(request);
    if (String(request.headers['x-amz-target']).endsWith('.TransactWriteItems') && left > 0) {
      left -= 1;
      cancel(JSON.parse(body).TransactItems.length, response);
    } else {
      await forward(engine, request, body, response);
    }
  }, work);
}

function cancel(writes: number, response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(
    JSON.stringify({
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      Message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
      CancellationReasons: Array.from({ length: writes }, (_, index) => ({
        Code: index === 0 ? 'TransactionConflict' : 'None',
      })),
    }),
  );
}

async function forward(engine: string, { headers }: IncomingMessage, body: string, response: ServerResponse) {
  const names = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];
  const answer = await fetch(engine, {
    method: 'POST',
    headers: Object.fromEntries(names.map(name => [name, String(headers[name])])),
    body,
  });
  const type = answer.headers.get('content-type') ?? 'application/x-amz-json-1.0';
  response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
}
