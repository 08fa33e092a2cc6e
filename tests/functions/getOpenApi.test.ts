import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { handler } from '../../functions/getOpenApi.ts';
import { root } from '../helpers/commands.ts';
import { expectAnswer } from '../helpers/expectations.ts';
import { invoke } from '../helpers/invoke.ts';

describe('200', () => {
  test('answers the document of the repository', async () => {
    const document = JSON.parse(await readFile(join(root, 'openapi.json'), 'utf8'));
    expectAnswer(await invoke(handler), 200, document);
    expect(document.openapi).toBe('3.1.0');
  });
});
