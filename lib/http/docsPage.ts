import { DOCS_FILES, type DocsFile } from '../../schemas/service.ts';
import { docsFileNotFound } from '../core/refusals.ts';
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

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Event Management API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="docs/swagger-ui.css">
  </head>
  <body>
    <div id="docs"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/initializer.js"></script>
  </body>
</html>
`;

/** Returns the page that shows the API document, and sends requests. */
export const docsPage = (): Reply =>
  file(PAGE, 'text/html; charset=utf-8', {
    ...STATIC,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  });

/**
 * Returns a file of that page. It fits the page of its own version, so neither outlives the next deployment.
 * @throws ApiError ROUTE_NOT_FOUND
 */
export function docsFile(files: Record<DocsFile, string>, name: string): Reply {
  if (!isDocsFile(name)) throw docsFileNotFound(name);
  const type = name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8';
  return file(files[name], type, STATIC);
}

const isDocsFile = (name: string): name is DocsFile => DOCS_FILES.includes(name as DocsFile);
