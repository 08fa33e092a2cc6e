import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, startDatabase } from '../../../local/database.ts';
import { anyFreePort } from '../../../local/ports.ts';
import type { Fault, FaultKind } from '../../simulator/faults.ts';
import { startWeather, type Weather } from '../../simulator/weather.ts';
import { root } from './commands.ts';
import { READY } from './npmStart.ts';
import { until } from './processes.ts';
import { type Receiver, startReceiver } from './webhookReceiver.ts';

/** A stage of its own for each run of the tests, as in `.esbuild/` and in the names of tables. */
export const stage = `flows${process.pid}`;

const START_TIMEOUT_MS = 180_000;
const MOST_PRINTED = 4000;

/** The server, who it sends its notices to, the folder with its data, and what is between it and its database. */
type Flows = {
  server?: ChildProcess;
  receiver: Receiver;
  dataDir: string;
  database?: Database | undefined;
  weather?: Weather | undefined;
};

export const started = globalThis as { flows?: Flows };

/** What the server finds in its environment: of databases, only one that the person at the keyboard has named. */
function environment(): NodeJS.ProcessEnv {
  const { AWS_ENDPOINT_URL_DYNAMODB, ...rest } = process.env;
  const { testDatabase } = globalThis as { testDatabase?: unknown };
  return testDatabase ? rest : { ...rest, AWS_ENDPOINT_URL_DYNAMODB };
}

/**
 * Starts serverless-offline as `npm start` does, on ports, at a stage and on data of its own. With WEATHER, a seed or
 * `any`, a part of its calls to the database fails.
 */
export default async function setup(): Promise<void> {
  const flows: Flows = {
    receiver: await startReceiver(),
    dataDir: await mkdtemp(join(tmpdir(), 'event-management-api-flows-')),
  };
  started.flows = flows;
  const { receiver, dataDir } = flows;
  if (process.env.WEATHER) await startBadWeather(flows, process.env.WEATHER);
  const port = await anyFreePort();
  const server = spawn(
    process.execPath,
    ['node_modules/serverless/bin/serverless.js', 'offline', '--stage', stage],
    {
      cwd: root,
      env: {
        ...environment(),
        ...(flows.weather && { AWS_ENDPOINT_URL_DYNAMODB: flows.weather.url }),
        PORT: String(port),
        DYNAMODB_PORT: String(await anyFreePort()),
        DYNAMODB_DATA: dataDir,
        WEBHOOK_URL: receiver.url,
        WEBHOOK_SECRET: receiver.secret,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  flows.server = server;
  // Jest tears nothing down that was not set up.
  await saysReady(server).catch(error => {
    server.kill();
    throw error;
  });
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

/** How many calls of the service fail. Those that make tables, and those that read streams, are not the service's. */
const FAILING = 0.05;

const ANYTHING: FaultKind[] = ['throttle', 'throughput', 'failure', 'failureAfter', 'cut', 'cutAfter'];

const FAULTS: { operations: string[]; kinds: FaultKind[] }[] = [
  { operations: ['TransactWriteItems'], kinds: ['conflict', 'wrappedThrottle', 'inProgress', ...ANYTHING] },
  { operations: ['PutItem', 'UpdateItem', 'DeleteItem'], kinds: ['conflict', ...ANYTHING] },
  { operations: ['BatchGetItem', 'BatchWriteItem', 'Query', 'Scan'], kinds: ANYTHING },
];

/** Each kind is as likely as the others, and one fault in the list is tried after another. */
const faults: Fault[] = FAULTS.flatMap(({ operations, kinds }) =>
  kinds.map(kind => ({ kind, operations, probability: 1 - (1 - FAILING) ** (1 / kinds.length) })),
);

/** Befalls, and so counts, whatever is left, which is not late at all. */
const unharmed: Fault = {
  kind: 'slow',
  operations: FAULTS.flatMap(({ operations }) => operations),
  probability: 1,
  lateMs: [0, 0],
};

async function startBadWeather(flows: Flows, seed: string): Promise<void> {
  const { AWS_ENDPOINT_URL_DYNAMODB: named } = environment();
  if (!named) flows.database = await startDatabase(await anyFreePort(), flows.dataDir);
  flows.weather = await startWeather({
    seed: seed === 'any' ? randomInt(2 ** 31) : Number(seed),
    faults: [...faults, unharmed],
    engine: named ?? `http://127.0.0.1:${flows.database?.port}`,
    tables: [],
  });
  process.stderr.write(`The weather has the seed ${flows.weather.seed}.\n`);
}
