import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** Leaves those of these fields out of a JSON body that are null: typed clients send nulls for what they leave out. */
export const withoutNulls = (fields: string[]): MiddlewareObj<APIGatewayProxyEventV2> => ({
  before: ({ event }) => {
    const body = event.body as unknown as Record<string, unknown>;
    for (const field of fields) if (body[field] === null) delete body[field];
  },
});
