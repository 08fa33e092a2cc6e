import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Answer } from '../simulator/exceptions.ts';
import { keyNamesOf } from '../simulator/tableKeys.ts';
import { type Call, callOf } from '../simulator/wire.ts';

/** Answers a call of the database, and may carry it out. `undefined` cuts the connection. */
export type Conduct = (call: Call, carryOut: () => Promise<Answer>) => Promise<Answer | undefined>;

export const passOn: Conduct = (_call, carryOut) => carryOut();

/** A server in front of the engine, which answers each call by the current `conduct`. */
export type Router = { url: string; conduct: Conduct; stop: () => Promise<void> };

const FORWARDED_HEADERS = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];

async function carryOut(engine: string, call: Call): Promise<Answer> {
  const headers = Object.fromEntries(FORWARDED_HEADERS.map(name => [name, String(call.headers[name])]));
  const answer = await fetch(engine, { method: 'POST', headers, body: new Uint8Array(call.body) });
  return {
    status: answer.status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: await answer.text(),
  };
}

export async function startRouter(): Promise<Router> {
  const engine = String(process.env.AWS_ENDPOINT_URL_DYNAMODB);
  const keyNames = keyNamesOf(JSON.parse(process.env.TEST_TABLES ?? '[]'));
  const server = createServer(async (request, response) => {
    try {
      const call = callOf(request.headers, await buffer(request), keyNames);
      const answer = await router.conduct(call, () => carryOut(engine, call));
      if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
      else request.socket.destroy();
    } catch {
      request.socket.destroy();
    }
  });
  // The server keeps idle connections open, since closing one would be a further fault.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const router: Router = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    conduct: passOn,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return router;
}
