import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort } from '../../local/ports.ts';
import { root } from './commands.ts';
import { READY } from './npmStart.ts';
import { until } from './processes.ts';
import { type Receiver, startReceiver } from './webhookReceiver.ts';

/** A stage of its own for each run of the tests, as in `.esbuild/` and in the names of tables. */
export const stage = `flows${process.pid}`;

const START_TIMEOUT_MS = 120_000;
const MOST_PRINTED = 4000;

/** The server, who it sends its notices to, and the folder with its data. */
type Flows = { server: ChildProcess; receiver: Receiver; dataDir: string };

export const started = globalThis as { flows?: Flows };

/** What the server finds in its environment: of databases, only one that the person at the keyboard has named. */
function environment(): NodeJS.ProcessEnv {
  const { AWS_ENDPOINT_URL_DYNAMODB, ...rest } = process.env;
  const { testDatabase } = globalThis as { testDatabase?: unknown };
  return testDatabase ? rest : { ...rest, AWS_ENDPOINT_URL_DYNAMODB };
}

/** Starts serverless-offline as `npm start` does, on ports, at a stage and on data of its own. */
export default async function setup(): Promise<void> {
  const receiver = await startReceiver();
  const dataDir = await mkdtemp(join(tmpdir(), 'event-management-api-flows-'));
  const port = await anyFreePort();
  const server = spawn(
    process.execPath,
    ['node_modules/serverless/bin/serverless.js', 'offline', '--stage', stage],
    {
      cwd: root,
      env: {
        ...environment(),
        PORT: String(port),
        DYNAMODB_PORT: String(await anyFreePort()),
        DYNAMODB_DATA: dataDir,
        WEBHOOK_URL: receiver.url,
        WEBHOOK_SECRET: receiver.secret,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  started.flows = { server, receiver, dataDir };
  await saysReady(server);
  process.env.TEST_URL = `http://127.0.0.1:${port}`;
  process.env.TEST_RECEIVER_URL = receiver.url;
}

/** Waits until the server says so itself: somebody else may have taken its port meanwhile. */
async function saysReady(server: ChildProcess): Promise<void> {
  let printed = '';
  server.stderr?.setEncoding('utf8').on('data', text => {
    printed = `${printed}${text}`.slice(-MOST_PRINTED);
  });
  await until(() => server.exitCode !== null || printed.includes(READY), START_TIMEOUT_MS);
  if (server.exitCode !== null) {
    throw new Error(`serverless offline ended with code ${server.exitCode}: ${printed}`);
  }
}
