import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installPackages } from '../../tests/support/servers/pythonPackages.ts';
import { progress } from '../progress.ts';

const requirements = fileURLToPath(new URL('../baselines/fastapi/requirements.txt', import.meta.url));
const folder = fileURLToPath(new URL('../../.build/bench/fastapi', import.meta.url));

/** Without its packages after this time, the baseline is left out. */
const LIMIT_MS = 120_000;

/** Returns the Python that has the packages of the FastAPI baseline, and its version, or why there is none. */
export async function fastapiPython(): Promise<{ python: string; version: string } | { missing: string }> {
  try {
    const programs = await installPackages(
      folder,
      requirements,
      () => progress('Installing FastAPI, Mangum and boto3 into .build/bench/fastapi: half a minute, once …'),
      LIMIT_MS,
    );
    const python = join(programs, 'python');
    const { stdout } = await promisify(execFile)(python, [
      '-c',
      'import platform; print(platform.python_version())',
    ]);
    return { python, version: stdout.trim() };
  } catch (error) {
    return { missing: (error as Error).message.split('\n')[0] ?? '' };
  }
}
