import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

const run = promisify(execFile);

/** With this setting the many short processes of the tests share compiled code. */
export const compileCache = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node') };

/** Runs a command of the Serverless Framework in the project, and returns its output. */
export const serverless = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  run(process.execPath, ['node_modules/serverless/bin/serverless.js', ...args], {
    cwd: root,
    env: { ...process.env, ...compileCache, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
