import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserFile } from '../helpers/browser.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-management-api-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('without a browser, one sentence says how to get one', () => {
  expect(() => browserFile({ PATH: folder })).toThrow(
    /^This test needs a browser, .* "apt-get install chromium", .* in CHROMIUM\.$/,
  );
});

test('the browser is the one that CHROMIUM names, or else one in the PATH', async () => {
  const file = join(folder, 'chromium-browser');
  await writeFile(file, '');
  await chmod(file, 0o755);
  expect(browserFile({ PATH: `/nowhere:${folder}` })).toBe(file);
  expect(browserFile({ PATH: folder, CHROMIUM: '/opt/browser' })).toBe('/opt/browser');
});
