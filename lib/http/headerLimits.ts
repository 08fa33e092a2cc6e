import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { validationFailed } from '../core/refusals.ts';

/**
 * Refuses headers that are longer than `limits`, in characters. It comes before what reads
 * headers, which is long before the validation.
 */
export const headerLimits = (limits: Record<string, number>): MiddlewareObj<APIGatewayProxyEventV2> => ({
  before: ({ event }) => {
    const tooLong = Object.entries(limits).filter(
      ([name, max]) => (event.headers?.[name]?.length ?? 0) > max,
    );
    if (tooLong.length === 0) return;
    throw validationFailed(
      tooLong.map(([name, max]) => ({
        path: `/headers/${name}`,
        message: `must NOT have more than ${max} characters`,
      })),
    );
  },
});
