import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../support/servers/commands.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-management-api-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('npm install does not warn about packages that need a newer Node', async () => {
  const write = (file: string, content: object) => writeFile(join(folder, file), JSON.stringify(content));
  await mkdir(join(folder, 'newer'));
  await write('newer/package.json', { name: 'newer', version: '1.0.0', engines: { node: '>=999' } });
  await write('package.json', { name: 'project', dependencies: { newer: 'file:newer' } });
  await copyFile(join(root, '.npmrc'), join(folder, '.npmrc'));
  const env = { ...process.env, npm_config_loglevel: undefined, npm_config_offline: 'true' };
  const { stdout, stderr } = await promisify(execFile)('npm', ['install'], { cwd: folder, env });
  expect(stdout).toMatch(/added 1 package/);
  expect(stderr).toBe('');
});
