import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { DocsFile } from '../schemas/service.ts';

const dist = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** It is a file of its own, since the page allows no scripts inside it. Its addresses are relative to the page's. */
const initializer = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  displayRequestDuration: true,
});
`;

/** Reads the files of the page at /docs: those of Swagger UI, and the one that starts it. */
export async function docsFiles(): Promise<Record<DocsFile, string>> {
  const read = (name: DocsFile) => readFile(join(dist, name), 'utf8');
  return {
    'initializer.js': initializer,
    'swagger-ui-bundle.js': await read('swagger-ui-bundle.js'),
    'swagger-ui.css': await read('swagger-ui.css'),
  };
}
