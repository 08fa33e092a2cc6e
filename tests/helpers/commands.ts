import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const run = promisify(execFile);

/** Runs a command of the Serverless Framework in the project, and returns what it printed. */
export const serverless = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  run(process.execPath, ['node_modules/serverless/bin/serverless.js', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
