import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** A proxy with a service behind a prefix, and the requests that it got. */
export type PrefixProxy = { origin: string; requested: string[]; stop: () => void };

/** Forwards requests with the prefix, and removes it. The answer to other requests is an empty page. */
export async function startPrefixProxy(prefix: string, service: string): Promise<PrefixProxy> {
  const requested: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method, url = '' } = incoming;
    requested.push(`${method} ${url}`);
    if (!url.startsWith(`${prefix}/`)) return outgoing.setHeader('Content-Type', 'text/html').end();
    forward(incoming, outgoing, service, url.slice(prefix.length)).catch(() => outgoing.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${port}`, requested, stop };
}

async function forward(incoming: IncomingMessage, outgoing: ServerResponse, service: string, path: string) {
  const { method, headers } = incoming;
  const { hostname, port } = new URL(service);
  const sent = request({ hostname, port, path, method, headers });
  const answering = once(sent, 'response');
  await Promise.all([pipeline(incoming, sent), answering]);
  const [answer] = await answering;
  outgoing.writeHead(answer.statusCode, answer.headers);
  await pipeline(answer, outgoing);
}
