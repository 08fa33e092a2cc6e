import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

const CHANNEL = 'http.client.request.start';

/** The DynamoDB operations that `work` sends, in their order on the wire. */
export async function callsOf(work: () => Promise<unknown>): Promise<string[]> {
  const calls: string[] = [];
  const listen = (message: unknown) => {
    const target = (message as { request: ClientRequest }).request.getHeader('x-amz-target');
    calls.push(String(target).replace('DynamoDB_20120810.', ''));
  };
  subscribe(CHANNEL, listen);
  try {
    await work();
  } finally {
    unsubscribe(CHANNEL, listen);
  }
  return calls;
}

type Answer = { ScannedCount?: number; Count?: number; Responses?: Record<string, unknown[]> };
type Sending = { send?: (...args: unknown[]) => Promise<Answer> };

/** The numbers of calls that `work` makes, and of items that they read, including those that filters leave out. */
export async function readsOf(work: () => Promise<unknown>): Promise<{ calls: number; items: number }> {
  const reads = { calls: 0, items: 0 };
  const clients = DynamoDBDocumentClient.prototype as unknown as Sending;
  const own = Object.getOwnPropertyDescriptor(clients, 'send');
  const { send } = clients;
  clients.send = async function (...args) {
    const answer = (await send?.apply(this, args)) as Answer;
    const read = Object.values(answer.Responses ?? {}).flat().length;
    reads.calls += 1;
    reads.items += answer.ScannedCount ?? answer.Count ?? read;
    return answer;
  };
  try {
    await work();
  } finally {
    if (own) Object.defineProperty(clients, 'send', own);
    else delete clients.send;
  }
  return reads;
}
