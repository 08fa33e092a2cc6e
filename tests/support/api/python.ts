import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../servers/commands.ts';
import { installPackages } from '../servers/pythonPackages.ts';

export { INSTALL_LIMIT_MS } from '../servers/pythonPackages.ts';

const run = promisify(execFile);

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

/** Makes an environment with the packages of tests/python/requirements.txt, unless an earlier run has made it. */
export const installPython = (): Promise<string> =>
  installPackages(folder, requirements, () =>
    process.stderr.write(
      'Installing the generators of Python clients into .build/python: about two minutes, once.\n',
    ),
  );
