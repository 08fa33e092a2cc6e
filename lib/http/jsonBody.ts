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

const MOST_BYTES = 64 * 1024;

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
    if (bytes.length > MOST_BYTES) throw bodyTooLarge();
    const text = textOf(bytes, event);
    Object.assign(event, { body: text, isBase64Encoded: false });
    const parsed = event as Parsed;
    try {
      await parser.before?.(request as never);
    } catch {
      // The library refuses keys such as __proto__, and deep nesting. Here they are unknown fields like others.
      parsed.body = parseJson(text);
    }
    if (typeof parsed.body !== 'object' || parsed.body === null || Array.isArray(parsed.body)) {
      throw bodyNotAnObject();
    }
  },
});

/** The headers must call the body what it has to be: JSON, in UTF-8, and nothing that was made of that. */
function checkHeaders({
  'content-type': type = '',
  'content-encoding': coding = '',
}: Event['headers']): void {
  if (!/^[\s,]*(?:identity[\s,]*)*$/i.test(coding)) throw bodyEncoded(coding);
  const { essence, charset } = mediaTypeIn(type);
  if (essence !== 'application/json') throw bodyOfOtherType();
  // Some clients write it without the hyphen, as the Encoding Standard lets them.
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

/** The text that the bytes of a body are in UTF-8, without a byte order mark. */
function textOf(bytes: Buffer, { isBase64Encoded, headers }: Event): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (isBase64Encoded || !isMended(text, bytes.length, headers['content-length'])) return text;
  } catch {}
  throw bodyNotText();
}

const BYTE_ORDER_MARK_BYTES = 3;

/**
 * Whether the gateway made this text of bytes that were none: a U+FFFD is mostly of another length than what it stands
 * for, so that the text is no longer as long as what was sent. (Three bytes of a character of four are as long: nobody
 * can tell these.) A byte order mark that the gateway dropped makes a difference too, and no harm.
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
