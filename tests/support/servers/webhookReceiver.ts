import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import type { Answer } from '../api/invoke.ts';

/** A notice that the receiver accepted. `tries` counts its deliveries, the refused ones too. */
export type Received = { id: string; type: string; timestamp: string; data: Answer['body']; tries: number };

export type Receiver = { url: string; secret: string; stop: () => void };

/** Events whose id starts like this have their notices refused so many times. */
export const FLAKY = 'flaky-';
export const REFUSALS = 2;

/**
 * Starts a receiver of notices that verifies their signatures. A GET with an `eventId` tells which ones of that event
 * it accepted, in the order of their coming.
 */
export async function startReceiver(): Promise<Receiver> {
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const webhook = new Webhook(secret);
  const tries = new Map<string, number>();
  const accepted = new Map<string, Received[]>();

  const receivedFor = (eventId: string) => accepted.get(eventId) ?? [];

  const tell = ({ url }: IncomingMessage, response: ServerResponse) => {
    const eventId = new URL(`http://receiver${url}`).searchParams.get('eventId');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(receivedFor(String(eventId))));
  };

  const take = (headers: Record<string, string>, body: string): number => {
    const notice = webhook.verify(body, headers) as Omit<Received, 'id' | 'tries'>;
    const id = String(headers['webhook-id']);
    const { eventId } = notice.data.event;
    const count = (tries.get(id) ?? 0) + 1;
    tries.set(id, count);
    if (eventId.startsWith(FLAKY) && count <= REFUSALS) return 503;
    accepted.set(eventId, [...receivedFor(eventId), { id, ...notice, tries: count }]);
    return 204;
  };

  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return tell(request, response);
    const body = await text(request);
    try {
      response.writeHead(take(request.headers as Record<string, string>, body)).end();
    } catch {
      response.writeHead(401).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, secret, stop };
}
