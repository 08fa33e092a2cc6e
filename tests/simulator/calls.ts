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

type Consumed = { CapacityUnits?: number };
type Answer = {
  ScannedCount?: number;
  Count?: number;
  Responses?: Record<string, unknown[]>;
  ConsumedCapacity?: Consumed | Consumed[];
};
type Command = {
  input: {
    IndexName?: string;
    ExpressionAttributeValues?: Record<string, unknown>;
    ReturnConsumedCapacity?: string;
  };
};
type Send = (this: unknown, command: Command, ...rest: unknown[]) => Promise<Answer>;

/** Runs `work`, whose calls to the database are made by `send` in place of the client's own way. */
async function sendingBy(send: (own: Send) => Send, work: () => Promise<unknown>): Promise<void> {
  const clients = DynamoDBDocumentClient.prototype as unknown as { send: Send };
  const own = Object.getOwnPropertyDescriptor(clients, 'send');
  clients.send = send(clients.send);
  try {
    await work();
  } finally {
    if (own) Object.defineProperty(clients, 'send', own);
    else delete (clients as Partial<typeof clients>).send;
  }
}

/** The numbers of calls that `work` makes, and of items that they read, including those that filters leave out. */
export async function readsOf(work: () => Promise<unknown>): Promise<{ calls: number; items: number }> {
  const reads = { calls: 0, items: 0 };
  const counting = (own: Send): Send =>
    async function (...args) {
      const answer = await own.apply(this, args);
      const read = Object.values(answer.Responses ?? {}).flat().length;
      reads.calls += 1;
      reads.items += answer.ScannedCount ?? answer.Count ?? read;
      return answer;
    };
  await sendingBy(counting, work);
  return reads;
}

/** A call, the partition of the index that it reads, and the units that it consumes of it, or else of tables. */
type Charge = { operation: string; partition: string | undefined; units: number };

/**
 * What each call of `work` consumes, as the engine counts it, and how many calls were under way at once. The engine does
 * not say what a refused call consumes.
 */
export async function chargesOf(
  work: () => Promise<unknown>,
): Promise<{ charges: Charge[]; mostAtOnce: number }> {
  const charges: Charge[] = [];
  let [underWay, mostAtOnce] = [0, 0];
  const asking = (own: Send): Send =>
    async function (command, ...rest) {
      const { input } = command;
      input.ReturnConsumedCapacity = 'TOTAL';
      underWay += 1;
      mostAtOnce = Math.max(mostAtOnce, underWay);
      const charge: Charge = {
        operation: command.constructor.name.replace(/Command$/, ''),
        partition: input.IndexName && `${input.IndexName} ${input.ExpressionAttributeValues?.[':shard']}`,
        units: 0,
      };
      charges.push(charge);
      try {
        const { ConsumedCapacity = [], ...answer } = await own.call(this, command, ...rest);
        charge.units = [ConsumedCapacity]
          .flat()
          .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        return answer;
      } finally {
        underWay -= 1;
      }
    };
  await sendingBy(asking, work);
  return { charges, mostAtOnce };
}

const READS = ['BatchGet', 'Query', 'Scan', 'TransactGet'];

/** The result of `work`, and what it costs: its calls, and the units that the engine counts. */
export async function consumptionOf<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; calls: number; readUnits: number; writeUnits: number }> {
  const results: Result[] = [];
  const { charges } = await chargesOf(async () => results.push(await work()));
  const unitsOf = (isRead: boolean) =>
    charges
      .filter(({ operation }) => READS.includes(operation) === isRead)
      .reduce((sum, { units }) => sum + units, 0);
  return {
    result: results[0] as Result,
    calls: charges.length,
    readUnits: unitsOf(true),
    writeUnits: unitsOf(false),
  };
}
