import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What came: a call of an operation, or another request. `connection` counts connections, from 1. */
export type Heard = { operation: string; headers: IncomingHttpHeaders; connection: number };

/** An answer to a call, the body as DynamoDB writes it. An error has its name as `__type`. */
export type Told = { status?: number; body: object };

/** What a database does that is asked for its health. */
type Health = 'answers' | 'hangs' | 'hangs up afterwards';

/** A database that writes down what it hears, and answers each call by a function. */
export async function listeningDatabase(
  tell: (operation: string, n: number) => Told,
  health: Health = 'answers',
) {
  const heard: Heard[] = [];
  let connections = 0;
  const numbers = new WeakMap<object, number>();
  const server = createServer(async (request, response) => {
    const [, operation = String(request.method)] = String(request.headers['x-amz-target'] ?? '').split('.');
    heard.push({ operation, headers: request.headers, connection: numbers.get(request.socket) ?? 0 });
    await text(request);
    if (request.method === 'GET') {
      if (health === 'hangs') return;
      response.end('healthy', () => health === 'hangs up afterwards' && request.socket.destroy());
      return;
    }
    const calls = heard.filter(one => one.operation === operation).length;
    const { status = 200, body } = tell(operation, calls);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });
  server.on('connection', socket => {
    connections += 1;
    numbers.set(socket, connections);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
