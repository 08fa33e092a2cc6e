import type { RequestListener, ServerResponse } from 'node:http';
import { withServer } from './faultyDatabase.ts';

/** A call of S3. A list has no key. */
export type BucketCall = { operation: 'ListBucket' | 'GetObject' | 'DeleteObject'; key: string };

/** Sees a call before the answer, and may refuse it with an error of S3. */
export type InspectBucket = (call: BucketCall) => string | undefined;

/** The texts of objects by their keys. */
export type Objects = Map<string, string>;

/** S3 has a thousand keys in a page. */
const PAGE_SIZE = 5;

/** Runs `work` with a server that speaks the protocol of S3, and has one bucket with these objects. */
export const withBucket = <Result>(
  objects: Objects,
  inspect: InspectBucket,
  work: (url: string) => Promise<Result>,
): Promise<Result> => withServer(listenerOf(objects, inspect), work);

const listenerOf =
  (objects: Objects, inspect: InspectBucket): RequestListener =>
  (request, response) => {
    const { pathname, searchParams } = new URL(String(request.url), 'http://s3.test');
    const [, key = ''] = /^\/[^/]+\/(.*)$/.exec(decodeURIComponent(pathname)) ?? [];
    const operation = operationOf(String(request.method), key);
    const error = inspect({ operation, key });
    if (error) return refuse(response, 403, error);
    if (operation === 'ListBucket') return respond(response, 200, pageOf(objects, searchParams));
    if (operation === 'DeleteObject') {
      objects.delete(key);
      return respond(response, 204, '');
    }
    const object = objects.get(key);
    if (object === undefined) return refuse(response, 404, 'NoSuchKey');
    respond(response, 200, object);
  };

function operationOf(method: string, key: string): BucketCall['operation'] {
  if (method === 'GET') return key ? 'GetObject' : 'ListBucket';
  if (method === 'DELETE') return 'DeleteObject';
  throw new Error(`This bucket does not know ${method}`);
}

function pageOf(objects: Objects, query: URLSearchParams): string {
  const start = query.get('continuation-token') ?? query.get('start-after') ?? '';
  const keys = [...objects.keys()].filter(key => key > start).sort();
  const page = keys.slice(0, PAGE_SIZE);
  const token =
    keys.length > PAGE_SIZE ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  const contents = page.map(key => `<Contents><Key>${key}</Key></Contents>`).join('');
  return `<ListBucketResult>${contents}${token}</ListBucketResult>`;
}

const respond = (response: ServerResponse, status: number, body: string) =>
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body);

const refuse = (response: ServerResponse, status: number, code: string) =>
  respond(response, status, `<Error><Code>${code}</Code><Message>Refused for a test</Message></Error>`);
