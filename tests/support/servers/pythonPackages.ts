import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Installing takes less time than this on a slow line. */
export const INSTALL_LIMIT_MS = 600_000;

/**
 * Makes an environment of Python in a folder, with the packages of a requirements file, unless an earlier run has made
 * it. The file `made-for.txt` is written last, and names the packages. Returns the folder of its programs. `onInstall`
 * is called before something is installed.
 * @throws Error that names what to install, or says why the packages cannot be installed
 */
export async function installPackages(
  folder: string,
  requirements: string,
  onInstall: () => void,
  limitMs = INSTALL_LIMIT_MS,
): Promise<string> {
  const programs = join(folder, 'bin');
  const madeFor = join(folder, 'made-for.txt');
  const wanted = `${await version()}${await readFile(requirements, 'utf8')}`;
  if ((await readFile(madeFor, 'utf8').catch(() => undefined)) === wanted) return programs;
  onInstall();
  await rm(folder, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', folder]);
  const pip = (...args: string[]) =>
    run(join(programs, 'python'), ['-m', 'pip', ...args], { timeout: limitMs });
  await pip('install', '--quiet', '--no-deps', '--only-binary=:all:', `--requirement=${requirements}`);
  await pip('check');
  await writeFile(madeFor, wanted);
  return programs;
}

/** @throws Error that names what to install */
async function version(): Promise<string> {
  const program = 'import ensurepip, sys, venv; assert sys.version_info >= (3, 11); print(sys.version)';
  const found = await run('python3', ['-c', program]).catch(() => undefined);
  if (found) return found.stdout;
  throw new Error(
    'This needs Python 3.11 or newer with its module venv as "python3": install them, such as by "apt-get install python3 python3-venv".',
  );
}
