import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { handler } from '../../functions/getDocsFile.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { root } from '../support/servers/commands.ts';

const docsFile = (file: string) => invoke(handler, { path: { file } });

describe('200', () => {
  test.each([
    ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
    ['swagger-ui.css', 'text/css; charset=utf-8'],
  ])('answers %s of the package, to keep no longer than until the next version', async (file, type) => {
    expect(await docsFile(file)).toMatchObject({
      status: 200,
      headers: { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' },
      body: await readFile(join(root, 'node_modules/swagger-ui-dist', file), 'utf8'),
    });
  });

  test('answers a script that shows the document of this service', async () => {
    const { body } = await docsFile('initializer.js');
    expect(body).toContain("url: 'openapi.json'");
  });
});

describe('404', () => {
  test.each([
    'index.html',
    'swagger-ui.css.map',
    '..',
    'package.json',
    'constructor',
    'a b',
    'x'.repeat(300),
  ])('has no file %s', async file =>
    expectProblem(await docsFile(file), 'ROUTE_NOT_FOUND', `The page has no file ${file}`),
  );
});
