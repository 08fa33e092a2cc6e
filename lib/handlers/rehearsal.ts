import type { Context } from 'aws-lambda';
import { duringInit } from '../core/init.ts';

/** No operation knows this query, and whoever needs a token has none: the request ends before its handler. */
const REFUSED = {
  rawPath: '/',
  rawQueryString: 'unknown=1',
  headers: { 'content-type': 'application/json' },
  requestContext: { http: { method: 'GET', path: '/' } },
  body: '{}',
};

const CONTEXT = { getRemainingTimeInMillis: () => 1000 };

/** Has a request refused while the function starts, so that all code is loaded that the first one needs. */
export const rehearseRefusal = (handle: (event: never, context: Context) => Promise<unknown>): void =>
  duringInit(() => handle(REFUSED as never, CONTEXT as Context));
