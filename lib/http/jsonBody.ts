import { MIMEType } from 'node:util';
import type { MiddlewareObj } from '@middy/core';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import {
  bodyEncoded,
  bodyInOtherCharset,
  bodyMissing,
  bodyNotAnObject,
  bodyNotJson,
  bodyNotText,
  bodyOfOtherType,
  bodyTooLarge,
} from '../core/refusals.ts';

const MAX_BYTES = 64 * 1024;

type Event = APIGatewayProxyEventV2;
type Parsed = Omit<Event, 'body'> & { body: unknown };

const parser = httpJsonBodyParser({ disableContentTypeCheck: true });

/**
 * Replaces the body by the JSON object in it.
 * @throws ApiError BODY_MISSING, UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE, BODY_NOT_TEXT, BODY_NOT_JSON,
 * BODY_NOT_AN_OBJECT
 */
export const jsonBody = (): MiddlewareObj<Event> => ({
  before: async request => {
    const { event } = request;
    const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
    if (bytes.length === 0) throw bodyMissing();
    checkHeaders(event.headers);
    if (bytes.length > MAX_BYTES) throw bodyTooLarge();
    const text = textOf(bytes, event);
    Object.assign(event, { body: text, isBase64Encoded: false });
    const parsed = event as Parsed;
    try {
      await parser.before?.(request as never);
    } catch {
      // The library refuses keys such as __proto__, and deep nesting. To this API they are unknown fields like others,
      // which the validation leaves out, so the text is parsed once more.
      parsed.body = parseJson(text);
    }
    if (typeof parsed.body !== 'object' || parsed.body === null || Array.isArray(parsed.body)) {
      throw bodyNotAnObject();
    }
  },
});

/** Requires headers that announce JSON in UTF-8, without a content coding. */
function checkHeaders({
  'content-type': type = '',
  'content-encoding': coding = '',
}: Event['headers']): void {
  if (!/^[\s,]*(?:identity[\s,]*)*$/i.test(coding)) throw bodyEncoded(coding);
  const { essence, charset } = mediaTypeIn(type);
  if (essence !== 'application/json') throw bodyOfOtherType();
  // Some clients leave the hyphen out, as the Encoding Standard allows.
  if (charset !== 'utf-8' && charset !== 'utf8') throw bodyInOtherCharset(charset);
}

function mediaTypeIn(contentType: string): { essence?: string; charset?: string } {
  try {
    const { essence, params } = new MIMEType(contentType);
    return { essence, charset: params.get('charset')?.toLowerCase() ?? 'utf-8' };
  } catch {
    return {};
  }
}

/** Decodes a body from UTF-8, without a byte order mark. */
function textOf(bytes: Buffer, { isBase64Encoded, headers }: Event): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (isBase64Encoded || !isMended(text, bytes.length, headers['content-length'])) return text;
  } catch {}
  throw bodyNotText();
}

const BYTE_ORDER_MARK_BYTES = 3;

/**
 * Returns whether the gateway replaced invalid bytes of this text by U+FFFD, which mostly changes its length. (Three
 * bytes of a four-byte character are as long as U+FFFD, which nobody can detect.) A byte order mark that the gateway
 * dropped also changes the length, and does no harm.
 */
const isMended = (text: string, length: number, sentLength: string | undefined): boolean =>
  text.includes('\uFFFD') &&
  sentLength !== undefined &&
  ![length, length + BYTE_ORDER_MARK_BYTES].includes(Number(sentLength));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bodyNotJson();
  }
}
