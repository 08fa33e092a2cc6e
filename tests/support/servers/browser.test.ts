import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserOf, pagesLeftOut } from './browser.ts';

let folder: string;
let installed: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-management-api-'));
  installed = join(folder, 'chromium-browser');
  await writeFile(installed, '');
  await chmod(installed, 0o755);
});
afterAll(() => rm(folder, { recursive: true }));

test('the browser that CHROMIUM names comes before all others', () => {
  const env = { CHROMIUM: '/opt/browser', PATH: folder };
  expect(browserOf(env, 'linux-x64')).toBe('/opt/browser');
  expect(browserOf(env, 'darwin-arm64')).toBe('/opt/browser');
});

test('the browser of the package is used where it fits, whatever is installed', () => {
  expect(browserOf({ PATH: folder }, 'linux-x64')).toBe('packaged');
});

test('a browser in the PATH is used where the package does not fit', () => {
  expect(browserOf({ PATH: `/nowhere:${folder}` }, 'linux-arm64')).toBe(installed);
});

test('there is no browser where the package does not fit and none is installed', () => {
  expect(browserOf({ PATH: '/nowhere' }, 'linux-arm64')).toBeUndefined();
});

test('the tests of pages are left out only without a browser, and never in CI', () => {
  const bare = { PATH: '/nowhere' };
  expect(
    pagesLeftOut(bare, 'linux-arm64').map(pattern => new RegExp(pattern).test('docs.page.test.ts')),
  ).toEqual([true]);
  expect(pagesLeftOut({ ...bare, CI: 'true' }, 'linux-arm64')).toEqual([]);
  expect(pagesLeftOut({ PATH: folder }, 'linux-arm64')).toEqual([]);
  expect(pagesLeftOut(bare, 'linux-x64')).toEqual([]);
});
