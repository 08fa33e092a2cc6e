import { execFile } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };
import { projectCopy } from '../support/packaging/projectCopy.ts';
import { root } from '../support/servers/commands.ts';
import { cleanUp, npm } from '../support/servers/npmStart.ts';

/** The project of these tests had its last release with this version. */
const VERSION = '1.4.2';
const CHANGELOG = `# Changelog

## [Unreleased]

### Removed

- An operation.

## [${VERSION}] - 2026-11-26

### Added

- Everything.
`;

let project: string;
beforeAll(async () => {
  project = await projectCopy();
  for (const file of ['package-lock.json', '.gitignore', '.npmrc']) {
    await cp(join(root, file), join(project, file));
  }
  const to = `"version": "${VERSION}"`;
  for (const file of ['package.json', 'package-lock.json', 'openapi.json']) {
    await change(file, `"version": "${manifest.version}"`, to);
  }
  await cp(join(project, 'openapi.json'), join(project, 'build/release/openapi.json'));
  await writeFile(join(project, 'CHANGELOG.md'), CHANGELOG);
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'user.name', 'Somebody');
  await git('config', 'user.email', 'somebody@example.org');
  await commit('Begin');
}, 300_000);
afterAll(cleanUp);

const git = async (...args: string[]): Promise<string> =>
  (await promisify(execFile)('git', args, { cwd: project, maxBuffer: 64 * 1024 * 1024 })).stdout;

async function commit(message: string): Promise<void> {
  await git('add', '--all');
  await git('commit', '--quiet', '--message', message);
}

async function run(args: string[], env: Record<string, string>) {
  const command = npm(args, { GITHUB_REF_TYPE: 'branch', ...env }, project);
  return { code: await command.ended, printed: command.printed() };
}
const check = (env = {}) => run(['run', '-s', 'release:check'], env);
const release = (version: string) => run(['version', version, '--message', 'Release %s'], {});

const textOf = (file: string) => readFile(join(project, file), 'utf8');
const versionIn = async (file: string) => JSON.parse(await textOf(file));

const change = async (file: string, from: string | RegExp, to: string) =>
  writeFile(join(project, file), (await textOf(file)).replace(from, to));

test('a project without tags agrees about its last release', async () => {
  expect(await check()).toEqual({ code: 0, printed: '' });
});

test('npm version refuses a version that is too low for what changed since the last release', async () => {
  await change('build/release/openapi.json', '"/health"', '"/well"');
  await commit('Remove an operation');
  const { code, printed } = await release('1.5.0');
  expect(code).not.toBe(0);
  expect(printed).toContain('these changes require a major bump (2.0.0)');
  expect(await git('tag')).toBe('');
  await git('restore', '.');
});

test('npm version makes a commit and a tag in which everything has the version', async () => {
  const { code, printed } = await release('2.0.0');
  expect({ code, printed: printed.trim() }).toMatchObject({
    code: 0,
    printed: expect.stringMatching(/v2\.0\.0$/),
  });
  expect(await git('status', '--porcelain')).toBe('');
  expect(await git('log', '-1', '--format=%s %D')).toMatch(/^Release 2\.0\.0 HEAD -> main, tag: v2\.0\.0\n$/);
  expect(await versionIn('package.json')).toMatchObject({ version: '2.0.0' });
  expect(await versionIn('package-lock.json')).toMatchObject({ version: '2.0.0' });
  expect(await versionIn('openapi.json')).toMatchObject({ info: { version: '2.0.0' } });
  expect(await textOf('build/release/openapi.json')).toBe(await textOf('openapi.json'));
  expect(await textOf('CHANGELOG.md')).toMatch(
    /^## \[Unreleased\]\n\n## \[2\.0\.0\] - \d{4}-\d\d-\d\d\n\n### Removed\n/m,
  );
  expect(await check()).toEqual({ code: 0, printed: '' });
});

test('a release without a word in CHANGELOG.md is refused', async () => {
  const { code, printed } = await release('2.0.1');
  expect(code).not.toBe(0);
  expect(printed).toContain('CHANGELOG.md has nothing under [Unreleased]');
  await git('restore', '.');
});

test.each([
  ['a version that openapi.json does not have', 'package.json', '"2.0.0"', '"2.1.0"', 'openapi.json has'],
  [
    'a changelog without the last release',
    'CHANGELOG.md',
    '## [2.0.0]',
    '## 2.0.0',
    'The newest version in CHANGELOG.md is 1.4.2',
  ],
  [
    'a released document that is not that of its tag',
    'build/release/openapi.json',
    '"description":',
    '"description" :',
    'differs from openapi.json of the tag v2.0.0',
  ],
])('%s is told', async (_what, file, from, to, told) => {
  await change(file, from, to);
  expect(await check()).toEqual({ code: 1, printed: expect.stringContaining(told) });
  await git('restore', '.');
});

test('a tag whose version is not that of package.json, or not released, is told', async () => {
  await git('tag', 'v2.0.1');
  expect(await check()).toEqual({ code: 1, printed: 'The tag v2.0.1 is on the version 2.0.0.\n' });
  await git('tag', '--delete', 'v2.0.1');
  const started = { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v2.0.2' };
  expect(await check(started)).toEqual({ code: 1, printed: 'The tag v2.0.2 is on the version 2.0.0.\n' });
  await git('commit', '--quiet', '--allow-empty', '--message', 'Go on');
  for (const file of ['package.json', 'openapi.json'])
    await change(file, '"version": "2.0.0"', '"version": "2.0.1"');
  await commit('Write the version by hand');
  await git('tag', 'v2.0.1');
  expect(await check()).toEqual({
    code: 1,
    printed: 'The version 2.0.1 has a tag, and no release was made.\n',
  });
});
