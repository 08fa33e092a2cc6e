import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DOCS_FILES } from '../../../schemas/docsFiles.ts';
import { bodyText } from '../api/bodyText.ts';
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
export function describeDocs(unpack: (key: string) => Promise<string>): void {
  test('the packaged functions answer with the page, its files and the document', async () => {
    const page = await answerOf(await unpack('getDocs'), {});
    expect(page.statusCode).toBe(200);
    const names = [...page.body.matchAll(/"docs\/([^"]+)"/g)].map(([, name]) => name);
    expect(names).toHaveLength(DOCS_FILES.length);
    for (const file of names) {
      const own = join(root, 'node_modules/swagger-ui-dist', file.replace(/\.[0-9a-f]{16}/, ''));
      for (const coding of ['br', 'gzip', 'identity']) {
        const headers = { 'accept-encoding': coding };
        const answer = await answerOf(await unpack('getDocsFile'), { pathParameters: { file }, headers });
        expect(answer).toMatchObject({ statusCode: 200 });
        const text = bodyText(answer, answer.headers['Content-Encoding']);
        if (!file.startsWith('initializer')) expect(text).toBe(await readFile(own, 'utf8'));
      }
    }
    const document = JSON.parse(await readFile(join(root, 'openapi.json'), 'utf8'));
    expect(JSON.parse((await answerOf(await unpack('getOpenApi'), {})).body)).toEqual(document);
  });
}
