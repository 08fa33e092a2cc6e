import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { anyFreePort, untilListening } from '../../local/ports.ts';
import { root } from './commands.ts';
import { startEngine } from './engine.ts';

/** A stage of its own for each run of the tests, as in `.esbuild/` and in the names of tables. */
export const stage = `flows${process.pid}`;

const START_TIMEOUT_MS = 60_000;
const MOST_PRINTED = 4000;
const running = globalThis as { testServer?: ChildProcess };

/** Starts the engine and serverless-offline on it, on ports and at a stage of their own. */
export default async function setup(): Promise<void> {
  await startEngine();
  const port = await anyFreePort();
  const server = spawn(
    process.execPath,
    ['node_modules/serverless/bin/serverless.js', 'offline', '--stage', stage],
    {
      cwd: root,
      env: { ...process.env, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  running.testServer = server;
  let printed = '';
  server.stderr.setEncoding('utf8').on('data', text => {
    printed = `${printed}${text}`.slice(-MOST_PRINTED);
  });
  const ended = once(server, 'exit').then(([code]) => {
    throw new Error(`serverless offline ended with code ${code}: ${printed}`);
  });
  await Promise.race([untilListening(port, AbortSignal.timeout(START_TIMEOUT_MS)), ended]);
  ended.catch(() => {});
  process.env.TEST_URL = `http://127.0.0.1:${port}`;
}
