import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { validationFailed } from '../core/refusals.ts';

/** Refuses headers of more characters than `limits` says, before anything reads them: some are read before the validation. */
export const headerLimits = (limits: Record<string, number>): MiddlewareObj<APIGatewayProxyEventV2> => ({
  before: ({ event }) => {
    const tooLong = Object.entries(limits).filter(
      ([name, most]) => (event.headers?.[name]?.length ?? 0) > most,
    );
    if (tooLong.length === 0) return;
    throw validationFailed(
      tooLong.map(([name, most]) => ({
        path: `/headers/${name}`,
        message: `must NOT have more than ${most} characters`,
      })),
    );
  },
});
