import { handler } from '../../functions/getDocs.ts';
import { handler as getDocsFile } from '../../functions/getDocsFile.ts';
import { DOCS_FILES } from '../../schemas/docsFiles.ts';
import { invoke } from '../support/api/invoke.ts';

describe('200', () => {
  test('answers a page that loads all of its own files, each by a name with the hash of its content', async () => {
    const { status, headers, body } = await invoke(handler);
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
    });
    const loaded = [...body.matchAll(/(?:src|href)="(?!data:)([^"]*)"/g)].map(([, address]) => address);
    const hashed = DOCS_FILES.map(name => name.replace(/\.(?=\w+$)/, '\\.[0-9a-f]{16}\\.'));
    for (const [n, address] of loaded.sort().entries())
      expect(address).toMatch(new RegExp(`^docs/${hashed[n]}$`));
    expect(loaded).toHaveLength(DOCS_FILES.length);
    for (const address of loaded) {
      const file = String(address).replace('docs/', '');
      const { status: found, headers: kept } = await invoke(getDocsFile, { path: { file } });
      expect({ found, kept }).toMatchObject({
        found: 200,
        kept: { 'cache-control': expect.stringContaining('immutable') },
      });
    }
  });

  test('allows no script in the page, and nothing from elsewhere', async () => {
    const { headers, body } = await invoke(handler);
    const policy = headers['content-security-policy'];
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(policy).not.toMatch(/unsafe|\*|http/);
    expect(body).not.toMatch(/<script>|<style| on\w+=|https?:/);
  });
});
