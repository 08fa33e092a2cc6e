import type { RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { DynamoDBRecord } from 'aws-lambda';
import { withServer } from './faultyDatabase.ts';

/** Invokes a function and returns its answer. A crash is thrown. */
export type Invoke = (functionName: string, payload: { Records: DynamoDBRecord[] }) => Promise<unknown>;

/** Sees a call before the answer, and may refuse it with an error of Lambda. */
type InspectLambda = (functionName: string) => string | undefined;

const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** Runs `work` with a server that speaks the protocol of Lambda. */
export const withLambda = <Result>(
  invoke: Invoke,
  inspect: InspectLambda,
  work: (url: string) => Promise<Result>,
): Promise<Result> => withServer(listenerOf(invoke, inspect), work);

const listenerOf =
  (invoke: Invoke, inspect: InspectLambda): RequestListener =>
  async (request, response) => {
    const [, name = ''] = /function%3A([\w-]+)\/invocations/.exec(String(request.url)) ?? [];
    const payload = await text(request);
    const error = inspect(name);
    if (error) return refuse(response, 403, error);
    if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES)
      return refuse(response, 413, 'RequestTooLargeException');
    try {
      const result = await invoke(name, JSON.parse(payload));
      response.writeHead(200).end(JSON.stringify(result));
    } catch (crash) {
      response.writeHead(200, { 'x-amz-function-error': 'Unhandled' });
      response.end(JSON.stringify({ errorMessage: String(crash) }));
    }
  };

const refuse = (response: ServerResponse, status: number, error: string) =>
  response.writeHead(status, { 'x-amzn-errortype': error }).end(JSON.stringify({ message: error }));
