import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import type { Answer } from '../api/invoke.ts';

/** A notice that the receiver accepted. `tries` counts its deliveries, and also the refused ones. */
export type Received = { id: string; type: string; timestamp: string; data: Answer['body']; tries: number };

export type Receiver = { url: string; secret: string; stop: () => void };

/** The notices of events whose id starts with `FLAKY` are refused `REFUSALS` times. */
export const FLAKY = 'flaky-';
export const REFUSALS = 2;

/** Verifies the signatures of notices, and keeps the notices that it accepts. */
class Inbox {
  readonly secret = `whsec_${randomBytes(24).toString('base64')}`;
  readonly #webhook = new Webhook(this.secret);
  readonly #tries = new Map<string, number>();
  readonly #accepted = new Map<string, Received[]>();

  acceptedFor = (eventId: string): Received[] => this.#accepted.get(eventId) ?? [];

  /** Returns the status of the answer to a notice. */
  accept(headers: Record<string, string>, body: string): number {
    const notice = this.#webhook.verify(body, headers) as Omit<Received, 'id' | 'tries'>;
    const id = String(headers['webhook-id']);
    const { eventId } = notice.data.event;
    const tries = (this.#tries.get(id) ?? 0) + 1;
    this.#tries.set(id, tries);
    if (eventId.startsWith(FLAKY) && tries <= REFUSALS) return 503;
    this.#accepted.set(eventId, [...this.acceptedFor(eventId), { id, ...notice, tries }]);
    return 204;
  }
}

const listenerOf =
  (inbox: Inbox): RequestListener =>
  async (request, response) => {
    if (request.method === 'GET') {
      const eventId = new URL(`http://receiver${request.url}`).searchParams.get('eventId');
      response.setHeader('content-type', 'application/json');
      return response.end(JSON.stringify(inbox.acceptedFor(String(eventId))));
    }
    const body = await text(request);
    try {
      response.writeHead(inbox.accept(request.headers as Record<string, string>, body)).end();
    } catch {
      response.writeHead(401).end();
    }
  };

/**
 * Starts a receiver of notices. The answer to a GET with an `eventId` is the notices of that event that the receiver
 * accepted, in the order of their coming.
 */
export async function startReceiver(): Promise<Receiver> {
  const inbox = new Inbox();
  const server = createServer(listenerOf(inbox)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, secret: inbox.secret, stop };
}
