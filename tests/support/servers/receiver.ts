import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { withServer } from '../../simulator/faultyDatabase.ts';
import type { Answer } from '../api/invoke.ts';

/** The receiver answers a notice with a status, breaks the connection, or never answers. */
export type Reaction = number | 'break' | 'hang';

/** One delivery of a notice with a right signature. */
export type Try = {
  id: string;
  notice: { type: string; timestamp: string; data: Answer['body'] };
  reaction: Reaction;
};

export type Receiver = {
  /** The environment of a function that sends notices to this receiver. */
  environment: { WEBHOOK_URL: string; WEBHOOK_SECRET: string };
  /** The deliveries, in the order of their coming. */
  tries: Try[];
  accepted: () => Try[];
};

const isAccepted = ({ reaction }: Try) => typeof reaction === 'number' && reaction >= 200 && reaction < 300;

/** Chooses the reaction to the delivery number `count` of a notice. */
export type React = (notice: Try['notice'], count: number) => Reaction | Promise<Reaction>;

const { jest } = import.meta;

/** A deployed function accepts this address, since it does not resolve names. */
export const PUBLIC_URL = 'https://notices.example';

/** Leads what is sent to PUBLIC_URL to a receiver on this machine, until the mocks are restored. */
export function publish(url: string): void {
  const { fetch } = globalThis;
  jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation((address, init) => fetch(String(address).replace(PUBLIC_URL, url), init));
}

export const secret = `whsec_${btoa('a secret that only the tests know')}`;

/** Runs `work` with a receiver of notices. It must not get a notice with a wrong signature. */
export async function withReceiver<Result>(react: React, work: (receiver: Receiver) => Promise<Result>) {
  const webhook = new Webhook(secret);
  const tries: Try[] = [];
  const complaints: unknown[] = [];
  const listener: RequestListener = async (request, response) => {
    try {
      const body = await text(request);
      const notice = webhook.verify(body, request.headers as Record<string, string>) as Try['notice'];
      expect(request).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
      const id = String(request.headers['webhook-id']);
      const reaction = await react(notice, 1 + tries.filter(one => one.id === id).length);
      tries.push({ id, notice, reaction });
      if (reaction === 'break') request.socket.destroy();
      if (typeof reaction === 'number')
        response.writeHead(reaction, { location: '/elsewhere' }).end('Thanks');
    } catch (error) {
      complaints.push(error);
      response.writeHead(401).end();
    }
  };
  return withServer(listener, async url => {
    const environment = { WEBHOOK_URL: url, WEBHOOK_SECRET: secret };
    const result = await work({ environment, tries, accepted: () => tries.filter(isAccepted) });
    expect(complaints).toEqual([]);
    return result;
  });
}

export const accept: React = () => 204;
