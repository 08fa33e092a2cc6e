import { text } from 'node:stream/consumers';
import { forward, refuse, withServer } from './faultyDatabase.ts';

/** The tests' database, which has no capacity for the nth call of an operation, from 1, when `isRefused` says so. */
export function withDatabaseThatRefuses<Result>(
  operation: string,
  isRefused: (nth: number) => boolean,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  let count = 0;
  return withServer(async (request, response) => {
    const body = await text(request);
    const isCounted = String(request.headers['x-amz-target']).endsWith(`.${operation}`);
    if (isCounted && isRefused(++count)) return refuse(response, 'ProvisionedThroughputExceededException');
    await forward(engine, request, body, response);
  }, work);
}
