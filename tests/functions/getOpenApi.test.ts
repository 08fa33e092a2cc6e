import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { handler } from '../../functions/getOpenApi.ts';
import { expectAnswer } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { root } from '../support/servers/commands.ts';

describe('200', () => {
  test('answers the document of the repository', async () => {
    const document = JSON.parse(await readFile(join(root, 'openapi.json'), 'utf8'));
    expectAnswer(await invoke(handler), 200, document);
    expect(document.openapi).toBe('3.1.0');
  });

  test('names a server that is where the document is, under any path', async () => {
    const { body } = await invoke(handler);
    const of = (address: string) => new URL(body.servers[0].url, address).href;
    expect(body.servers).toHaveLength(1);
    expect(of('https://api.example/openapi.json')).toBe('https://api.example/');
    expect(of('https://api.example/prod/openapi.json')).toBe('https://api.example/prod/');
  });

  test('may be kept, and is asked for again before each use', async () => {
    expect((await invoke(handler)).headers['cache-control']).toBe('no-cache');
  });
});
