import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** A proxy that has a service under a prefix of its own, and what was asked of it. */
export type PrefixProxy = { origin: string; asked: string[]; stop: () => void };

/** Passes on, without the prefix, what is under it. Whatever else is asked for is an empty page. */
export async function startPrefixProxy(prefix: string, service: string): Promise<PrefixProxy> {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method, url = '' } = incoming;
    asked.push(`${method} ${url}`);
    if (!url.startsWith(`${prefix}/`)) return outgoing.setHeader('Content-Type', 'text/html').end();
    passOn(incoming, outgoing, service, url.slice(prefix.length)).catch(() => outgoing.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${port}`, asked, stop };
}

async function passOn(incoming: IncomingMessage, outgoing: ServerResponse, service: string, path: string) {
  const { method, headers } = incoming;
  const { hostname, port } = new URL(service);
  const sent = request({ hostname, port, path, method, headers });
  const answering = once(sent, 'response');
  await Promise.all([pipeline(incoming, sent), answering]);
  const [answer] = await answering;
  outgoing.writeHead(answer.statusCode, answer.headers);
  await pipeline(answer, outgoing);
}
