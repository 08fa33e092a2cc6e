import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { root } from '../servers/commands.ts';

/** The answer of a packaged handler in a process that has only its bundle. */
async function answerOf(url: string, event: object) {
  const context = '{ getRemainingTimeInMillis: () => 10_000 }';
  const request = JSON.stringify({ version: '2.0', requestContext: { http: { method: 'GET' } }, ...event });
  const program = `const { handler } = await import(${JSON.stringify(url)});
    console.log(JSON.stringify(await handler(${request}, ${context})));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    // What it logs about the request would stand before its answer.
    env: { POWERTOOLS_LOG_LEVEL: 'ERROR' },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}

/** Declares the tests of the packaged page at /docs. `unpack` returns the URL of a function's bundle. */
export function describeDocs(functionKeys: string[], unpack: (key: string) => Promise<string>): void {
  test('only getDocsFile contains the files of the page at /docs', async () => {
    const carriers = [];
    for (const key of functionKeys) {
      const bundle = await readFile(fileURLToPath(await unpack(key)), 'utf8');
      if (bundle.includes('.swagger-ui{')) carriers.push(key);
    }
    expect(carriers).toEqual(['getDocsFile']);
  });

  test('the packaged functions answer with the page, its files and the document', async () => {
    const file = 'swagger-ui.css';
    const body = await readFile(join(root, 'node_modules/swagger-ui-dist', file), 'utf8');
    const style = await answerOf(await unpack('getDocsFile'), { pathParameters: { file } });
    expect(style).toMatchObject({ statusCode: 200, body });
    expect(await answerOf(await unpack('getDocs'), {})).toMatchObject({ statusCode: 200 });
    const document = JSON.parse(await readFile(join(root, 'openapi.json'), 'utf8'));
    expect(JSON.parse((await answerOf(await unpack('getOpenApi'), {})).body)).toEqual(document);
  });
}
