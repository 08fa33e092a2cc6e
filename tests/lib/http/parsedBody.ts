import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ErrorCode } from '../../../lib/core/errors.ts';
import { jsonBody } from '../../../lib/http/jsonBody.ts';

export const JSON_TYPE = { 'content-type': 'application/json' };

type Fields = { body?: string; isBase64Encoded?: boolean; headers?: Record<string, string> };

/** The body that a handler is given. */
export async function parsed({ headers = JSON_TYPE, ...fields }: Fields) {
  const event = { headers, isBase64Encoded: false, ...fields } as APIGatewayProxyEventV2;
  await jsonBody().before?.({ event } as never);
  return event.body as unknown;
}

export const expectRefusal = (fields: Fields, code: ErrorCode, message: RegExp = /./) =>
  expect(parsed(fields)).rejects.toMatchObject({
    name: 'ApiError',
    code,
    message: expect.stringMatching(message),
  });

/** A body as the gateway hands over bytes. */
export const base64 = (bytes: string | number[]) => ({
  body: Buffer.from(bytes as string).toString('base64'),
  isBase64Encoded: true,
});
