import { handler } from '../../functions/getDocs.ts';
import { DOCS_FILES } from '../../schemas/service.ts';
import { invoke } from '../support/api/invoke.ts';

describe('200', () => {
  test('answers a page that loads its own files, and all of them', async () => {
    const { status, headers, body } = await invoke(handler);
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
    });
    const loaded = [...body.matchAll(/(?:src|href)="(?!data:)([^"]*)"/g)].map(([, address]) => address);
    expect(loaded.sort()).toEqual(DOCS_FILES.map(name => `docs/${name}`).sort());
  });

  test('allows no script in the page, and nothing from elsewhere', async () => {
    const { headers, body } = await invoke(handler);
    const policy = headers['content-security-policy'];
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(policy).not.toMatch(/unsafe|\*|http/);
    expect(body).not.toMatch(/<script>|<style| on\w+=|https?:/);
  });
});
