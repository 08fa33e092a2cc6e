import { brotliDecompressSync } from 'node:zlib';

type Security = { security?: object[] };

/**
 * Returns the API document, which is packed by Brotli as base64. Where access control is on, what takes a token needs it.
 */
export function apiDocument(packed: string, hasAccessControl: boolean): string {
  const text = brotliDecompressSync(Buffer.from(packed, 'base64')).toString();
  return hasAccessControl ? JSON.stringify(forAccessControl(text)) : text;
}

const forAccessControl = (text: string): object =>
  JSON.parse(text, (_key, value: Security) =>
    Array.isArray(value?.security) ? { ...value, security: value.security.filter(needsToken) } : value,
  );

const needsToken = (scheme: object) => Object.keys(scheme).length > 0;
