import { brotliDecompressSync, gzipSync } from 'node:zlib';
import type { DocsFile } from '../../schemas/docsFiles.ts';
import { docsFileNotFound } from '../core/refusals.ts';
import { accepts } from './contentCoding.ts';
import { file, type Reply, STATIC } from './reply.ts';

/** The page loads, runs and calls nothing but this service. The icons are images inside the style sheet. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The names of the files with a hash of their content, by their own names. */
export type HashedNames = Record<DocsFile, string>;

/** They load the files packed by Brotli, as base64. */
export type PackedFiles = Record<DocsFile, () => Promise<{ default: string }>>;

const pageOf = (names: HashedNames) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Event Management API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="docs/${names['swagger-ui.css']}">
  </head>
  <body>
    <div id="docs"></div>
    <script src="docs/${names['swagger-ui-bundle.js']}"></script>
    <script src="docs/${names['initializer.js']}"></script>
  </body>
</html>
`;

/** Returns the page that shows the API document, and sends requests. */
export const docsPage = (names: HashedNames): Reply =>
  file(pageOf(names), 'text/html; charset=utf-8', {
    ...STATIC,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  });

/** A file under a name with its hash never changes. */
const IMMUTABLE = { 'Cache-Control': 'public, max-age=31536000, immutable' };

/**
 * Returns a file of that page, in the shortest coding that the client accepts. The page names each file with its hash.
 * Under its own name it fits the page of its own version, so neither outlives the next deployment.
 * @throws ApiError ROUTE_NOT_FOUND
 */
export async function docsFile(
  name: string,
  { names, files }: { names: HashedNames; files: PackedFiles },
  acceptEncoding = '',
): Promise<Reply> {
  const [own, hashed] = Object.entries(names).find(one => one.includes(name)) ?? [];
  if (own === undefined) throw docsFileNotFound(name);
  const { default: packed } = await files[own as DocsFile]();
  const type = own.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8';
  const headers = { ...(name === hashed ? IMMUTABLE : STATIC), Vary: 'Accept-Encoding' };
  const coded = (coding: string, body: string): Reply => ({
    ...file(body, type, { ...headers, 'Content-Encoding': coding }),
    isBase64: true,
  });
  if (accepts(acceptEncoding, 'br')) return coded('br', packed);
  const content = brotliDecompressSync(Buffer.from(packed, 'base64'));
  if (accepts(acceptEncoding, 'gzip')) return coded('gzip', gzipSync(content).toString('base64'));
  return file(content.toString(), type, headers);
}
