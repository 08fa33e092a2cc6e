import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../servers/commands.ts';

const run = promisify(execFile);

/** Installing takes less time than this on a slow line. */
export const INSTALL_LIMIT_MS = 600_000;
const RUN_LIMIT_MS = 120_000;

const folder = join(root, '.build', 'python');
const programs = join(folder, 'bin');
const requirements = join(root, 'tests', 'python', 'requirements.txt');

/** Runs Python in the environment of `installPython`, and returns its output. */
export async function python(args: string[], modules = ''): Promise<string> {
  const env = { PATH: `${programs}:${process.env.PATH}`, PYTHONPATH: modules, NO_PROXY: '127.0.0.1' };
  const { stdout, stderr } = await run(join(programs, 'python'), args, {
    env: { ...process.env, ...env },
    timeout: RUN_LIMIT_MS,
  });
  return `${stdout}${stderr}`;
}

/**
 * Makes an environment with the packages of tests/python/requirements.txt, unless an earlier run has made it. The file
 * `made-for.txt` is written last, and names the packages.
 */
export async function installPython(): Promise<void> {
  const madeFor = join(folder, 'made-for.txt');
  const wanted = `${await version()}${await readFile(requirements, 'utf8')}`;
  if ((await readFile(madeFor, 'utf8').catch(() => undefined)) === wanted) return;
  process.stderr.write(
    'Installing the generators of Python clients into .build/python: about two minutes, once.\n',
  );
  await rm(folder, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', folder]);
  const pip = (...args: string[]) =>
    run(join(programs, 'python'), ['-m', 'pip', ...args], { timeout: INSTALL_LIMIT_MS });
  await pip('install', '--quiet', '--no-deps', '--only-binary=:all:', `--requirement=${requirements}`);
  await pip('check');
  await writeFile(madeFor, wanted);
}

/** @throws Error that names what to install */
async function version(): Promise<string> {
  const program = 'import ensurepip, sys, venv; assert sys.version_info >= (3, 11); print(sys.version)';
  const found = await run('python3', ['-c', program]).catch(() => undefined);
  if (found) return found.stdout;
  throw new Error(
    'This test needs Python 3.11 or newer with its module venv as "python3": install them, such as by "apt-get install python3 python3-venv".',
  );
}
