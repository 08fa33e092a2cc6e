import type { MiddlewareObj } from '@middy/core';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { decodeBody } from '@middy/util';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ApiError } from './errors.ts';

const MOST_BYTES = 64 * 1024;

type Parsed = Omit<APIGatewayProxyEventV2, 'body'> & { body: unknown };

const parser = httpJsonBodyParser({ disableContentTypeCheck: true });

export const bodyTooLarge = () => new ApiError('BODY_TOO_LARGE', 'The body is larger than 64 KiB');
export const unsupportedMediaType = () =>
  new ApiError('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json');

/**
 * Replaces the body by the JSON object in it.
 * @throws ApiError BODY_MISSING, BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, BODY_NOT_JSON, BODY_NOT_AN_OBJECT
 */
export const jsonBody = (): MiddlewareObj<APIGatewayProxyEventV2> => ({
  before: async request => {
    const { headers, body, isBase64Encoded } = request.event;
    const text = decodeBody(body, isBase64Encoded);
    if (!text) throw new ApiError('BODY_MISSING', 'This request needs a JSON body');
    if (Buffer.byteLength(text) > MOST_BYTES) {
      throw bodyTooLarge();
    }
    const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
    if (mediaType !== 'application/json') {
      throw unsupportedMediaType();
    }
    const parsed = request.event as Parsed;
    try {
      await parser.before?.(request as never);
    } catch {
      // The library refuses keys such as __proto__, and deep nesting. Here they are unknown fields like others.
      parsed.body = parseJson(text);
    }
    if (typeof parsed.body !== 'object' || parsed.body === null || Array.isArray(parsed.body)) {
      throw new ApiError('BODY_NOT_AN_OBJECT', 'The body must be a JSON object');
    }
  },
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError('BODY_NOT_JSON', 'The body is not valid JSON');
  }
}
