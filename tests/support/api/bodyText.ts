import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

type Result = Pick<APIGatewayProxyStructuredResultV2, 'body' | 'isBase64Encoded'>;

/** The text of a body, as a client has it that undoes the content coding. */
export function bodyText({ body, isBase64Encoded }: Result, coding: string | undefined): string | undefined {
  if (body === undefined || !isBase64Encoded) return body;
  const bytes = Buffer.from(body, 'base64');
  if (coding === 'br') return brotliDecompressSync(bytes).toString();
  return (coding === 'gzip' ? gunzipSync(bytes) : bytes).toString();
}
