import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** Drops these fields from a JSON body where they are null: typed clients send null for a field that they leave out. */
export const withoutNulls = (fields: string[]): MiddlewareObj<APIGatewayProxyEventV2> => ({
  before: ({ event }) => {
    const body = event.body as unknown as Record<string, unknown>;
    for (const field of fields) if (body[field] === null) delete body[field];
  },
});
