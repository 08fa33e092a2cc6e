import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { BatchGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { withDeadline } from '../core/deadline.ts';
import { enqueue } from './callQueue.ts';
import { client } from './client.ts';

/** A database that does not answer delays the start of a function by so much at most. */
const MAX_MS = 1000;

const CONSUMED = { ConsumedCapacity: [{ TableName: 'table', CapacityUnits: 1 }] };

/**
 * Goes through a read up to where it would be sent, and through an answer to it, so that all code is loaded that the
 * first one needs. In its place the database is asked for its health: the first call finds the connection open. That
 * needs no permission, costs nothing and changes nothing.
 */
export function rehearseRead(): Promise<void> {
  const item = { name: { S: 'a' }, count: { N: '1' }, list: { L: [{ M: { flag: { BOOL: true } } }] } };
  const command = new BatchGetCommand({ RequestItems: { table: { Keys: [{ name: 'a' }] } } });
  return rehearse(command, { Responses: { table: [item] }, ...CONSUMED });
}

/** Goes through a transaction as `rehearseRead` does through a read. */
export function rehearseWrite(): Promise<void> {
  const where = {
    TableName: 'table',
    ConditionExpression: '#name = :name',
    ExpressionAttributeNames: { '#name': 'name' },
    ExpressionAttributeValues: { ':name': 'a' },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  const TransactItems = [
    { Update: { ...where, Key: { name: 'a' }, UpdateExpression: 'SET #name = :name' } },
    { Put: { ...where, Item: { name: 'a', count: 1, flag: true, nothing: null } } },
  ];
  return rehearse(new TransactWriteCommand({ TransactItems, ClientRequestToken: randomUUID() }), CONSUMED);
}

async function rehearse(command: BatchGetCommand | TransactWriteCommand, answer: object): Promise<void> {
  const { middlewareStack } = command as BatchGetCommand;
  middlewareStack.add(
    () => async args => {
      await askForHealth(args.request as HttpRequest);
      return { response: responseOf(answer), output: {} as never };
    },
    { step: 'deserialize', priority: 'low', name: 'rehearsal', override: true },
  );
  const send = () =>
    enqueue(options => client.send(command as BatchGetCommand, options), {
      tries: 1,
      isUrgent: false,
      maxCallMs: MAX_MS,
    });
  await withDeadline(2 * MAX_MS, send);
}

let asked: Promise<void> | undefined;

/** Asks once, whatever is rehearsed, since each further question would open another connection. */
function askForHealth(call: HttpRequest): Promise<void> {
  asked ??= healthBy(call);
  return asked;
}

async function healthBy({ protocol, hostname, port, headers }: HttpRequest): Promise<void> {
  const { host = hostname } = headers;
  const request = new HttpRequest({
    protocol,
    hostname,
    method: 'GET',
    headers: { host },
    ...(port && { port }),
  });
  const abortSignal = AbortSignal.timeout(MAX_MS) as never;
  const { response } = await client.config.requestHandler.handle(request, { abortSignal });
  // The connection is free for the next call when its answer is read.
  await response.body.resume().toArray();
}

const responseOf = (answer: object) =>
  new HttpResponse({
    statusCode: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Readable.from([Buffer.from(JSON.stringify(answer))]),
  });
