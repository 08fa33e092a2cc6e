import type { DocsFile } from '../schemas/service.ts';
import { file, type Reply } from './reply.ts';

/** Nothing but this service is loaded, run or asked. The icons are images inside the style sheet. */
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

/** A page goes with the files of its own version: none is kept beyond the next deployment. */
const HEADERS = { 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' };

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

/** The page that shows the API document, and sends requests. */
export const docsPage = (): Reply =>
  file(PAGE, 'text/html; charset=utf-8', {
    ...HEADERS,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  });

/** A file of that page. */
export const docsFile = (name: DocsFile, text: string): Reply =>
  file(text, name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8', HEADERS);
