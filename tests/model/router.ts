import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Answer } from '../simulator/exceptions.ts';
import { type Call, callOf, keyNamesOf } from '../simulator/wire.ts';

/** Answers a call of the database, by having it carried out or not. `undefined` cuts the connection. */
export type Conduct = (call: Call, carryOut: () => Promise<Answer>) => Promise<Answer | undefined>;

export const passOn: Conduct = (_call, carryOut) => carryOut();

/** A server before the engine, on which every call is answered as `conduct` says at that moment. */
export type Switchboard = { url: string; conduct: Conduct; stop: () => Promise<void> };

const SENT_ON = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];

async function carryOut(engine: string, call: Call): Promise<Answer> {
  const headers = Object.fromEntries(SENT_ON.map(name => [name, String(call.headers[name])]));
  const answer = await fetch(engine, { method: 'POST', headers, body: new Uint8Array(call.body) });
  return {
    status: answer.status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: await answer.text(),
  };
}

export async function startSwitchboard(): Promise<Switchboard> {
  const engine = String(process.env.AWS_ENDPOINT_URL_DYNAMODB);
  const keyNames = keyNamesOf(JSON.parse(process.env.TEST_TABLES ?? '[]'));
  const server = createServer(async (request, response) => {
    try {
      const call = callOf(request.headers, await buffer(request), keyNames);
      const answer = await board.conduct(call, () => carryOut(engine, call));
      if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
      else request.socket.destroy();
    } catch {
      request.socket.destroy();
    }
  });
  // An idle connection is never closed by the server, which a client would meet as one more fault.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const board: Switchboard = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    conduct: passOn,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return board;
}
