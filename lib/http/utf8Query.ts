import { isUtf8 } from 'node:buffer';
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { queryNotUtf8 } from '../core/refusals.ts';

/** Returns whether the percent-encoded parts of a query are UTF-8. A `%` that encodes nothing is data. */
export const isUtf8Query = (query: string): boolean =>
  (query.match(/(?:%[\da-f]{2})+/gi) ?? []).every(encoded =>
    isUtf8(Buffer.from(encoded.replaceAll('%', ''), 'hex')),
  );

/**
 * Refuses a query in another encoding, of which the gateway would make U+FFFD.
 * @throws ApiError BAD_REQUEST
 */
export const utf8Query = (): MiddlewareObj<APIGatewayProxyEventV2> => ({
  before: ({ event: { rawQueryString = '' } }) => {
    if (!isUtf8Query(rawQueryString)) throw queryNotUtf8();
  },
});
