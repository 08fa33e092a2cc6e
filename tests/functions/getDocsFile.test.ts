import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import names from '#build/docsNames.js';
import { handler } from '../../functions/getDocsFile.ts';
import { DOCS_FILES } from '../../schemas/docsFiles.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { root } from '../support/servers/commands.ts';

const docsFile = (file: string, acceptEncoding?: string) =>
  invoke(handler, {
    path: { file },
    ...(acceptEncoding && { headers: { 'accept-encoding': acceptEncoding } }),
  });

const contentOf = (name: string) => readFile(join(root, 'node_modules/swagger-ui-dist', name), 'utf8');

const packaged = [
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['swagger-ui.css', 'text/css; charset=utf-8'],
] as const;

describe('200', () => {
  test.each(packaged)(
    'answers %s of the package, to keep no longer than until the next version',
    async (file, type) => {
      expect(await docsFile(file)).toMatchObject({
        status: 200,
        headers: { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' },
        body: await contentOf(file),
      });
    },
  );

  test.each(packaged)('answers %s by its name with a hash, to keep for a year', async (file, type) => {
    expect(await docsFile(names[file])).toMatchObject({
      status: 200,
      headers: {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'Accept-Encoding',
      },
      body: await contentOf(file),
    });
  });

  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0.1, gzip', 'br'],
    ['GZIP', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['*', 'br'],
    ['br; q=0.000, *', 'gzip'],
  ])('answers in the shortest coding that %s accepts', async (accepted, coding) => {
    for (const file of DOCS_FILES) {
      const plain = await docsFile(file);
      expect(plain.headers).not.toHaveProperty('content-encoding');
      const { status, headers, body } = await docsFile(file, accepted);
      expect({ status, body }).toEqual({ status: 200, body: plain.body });
      expect(headers).toMatchObject({ 'content-encoding': coding, vary: 'Accept-Encoding' });
    }
  });

  test.each([
    undefined,
    'identity',
    'zstd',
    'br;q=0',
    'gzip;q=0, *;q=0',
    'br;q=0,gzip ; q=0.0',
    ',;',
    'brotli',
  ])('answers the file as it is when %s accepts no coding that there is', async accepted => {
    const { status, headers, body } = await docsFile('swagger-ui.css', accepted);
    expect({ status, body }).toEqual({ status: 200, body: await contentOf('swagger-ui.css') });
    expect(headers).not.toHaveProperty('content-encoding');
  });

  test('answers a script that shows the document of this service', async () => {
    const { body } = await docsFile('initializer.js', 'br');
    expect(body).toContain("url: 'openapi.json'");
  });
});

describe('404', () => {
  test.each([
    'index.html',
    'swagger-ui.css.map',
    'swagger-ui.0123456789abcdef.css',
    names['swagger-ui.css'].toUpperCase(),
    '..',
    'package.json',
    'constructor',
    'a b',
    'x'.repeat(300),
  ])('has no file %s', async file =>
    expectProblem(await docsFile(file), 'ROUTE_NOT_FOUND', `The page has no file ${file}`),
  );
});

describe('422', () => {
  test('refuses an Accept-Encoding that is too long', async () => {
    expectProblem(await docsFile('swagger-ui.css', 'br,'.repeat(400)), 'VALIDATION_FAILED');
  });
});
