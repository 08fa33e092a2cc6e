import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { ACCESS_SETTINGS } from '../../../lib/access/settings.ts';
import { type Database, startDatabase } from '../../../local/database.ts';
import { anyFreePort } from '../../../local/ports.ts';
import type { Fault, FaultKind } from '../../simulator/faults.ts';
import { startWeather, type Weather } from '../../simulator/weather.ts';
import { isAccessOn } from './access.ts';
import { root } from './commands.ts';
import { makeDataFolder } from './dataFolder.ts';
import { READY } from './npmStart.ts';
import { until } from './processes.ts';
import { type Receiver, startReceiver } from './webhookReceiver.ts';

/** Each run of the tests has its own stage, which is in `.build/offline/` and in the names of tables. */
export const stage = `flows${process.pid}`;

const START_TIMEOUT_MS = 180_000;
const MAX_PRINTED = 4000;

/** The server with its receiver and data. `weather` is between the server and its database. */
type Flows = {
  server?: ChildProcess;
  receiver: Receiver;
  dataDir: string;
  database?: Database | undefined;
  weather?: Weather | undefined;
};

export const started = globalThis as { flows?: Flows };

const OF_ISSUERS: string[] = ACCESS_SETTINGS;

/** The environment of the server. It has a database only if the developer has named one, and no issuer of theirs. */
function environment(): NodeJS.ProcessEnv {
  const { AWS_ENDPOINT_URL_DYNAMODB, ...all } = process.env;
  const rest = Object.fromEntries(Object.entries(all).filter(([name]) => !OF_ISSUERS.includes(name)));
  const { testDatabase } = globalThis as { testDatabase?: unknown };
  return testDatabase ? rest : { ...rest, AWS_ENDPOINT_URL_DYNAMODB };
}

/**
 * Starts serverless-offline as `npm start` does, with its own ports, stage and data. With WEATHER, which is a seed or
 * `any`, a part of its calls to the database fails. With ACCESS=on it has access control, as `npm run start:auth` does.
 */
export default async function setup(): Promise<void> {
  const flows: Flows = {
    receiver: await startReceiver(),
    dataDir: await makeDataFolder(),
  };
  started.flows = flows;
  const { receiver, dataDir } = flows;
  if (process.env.WEATHER) await startBadWeather(flows, process.env.WEATHER);
  const port = await anyFreePort();
  const server = spawn(
    process.execPath,
    [
      'node_modules/serverless/bin/serverless.js',
      ...['offline', '--stage', stage],
      ...(isAccessOn() ? ['--auth'] : []),
    ],
    {
      cwd: root,
      env: {
        ...environment(),
        ...(flows.weather && { AWS_ENDPOINT_URL_DYNAMODB: flows.weather.url }),
        PORT: String(port),
        DYNAMODB_PORT: String(await anyFreePort()),
        DYNAMODB_DATA: dataDir,
        ISSUER_PORT: String(await anyFreePort()),
        WEBHOOK_URL: receiver.url,
        WEBHOOK_SECRET: receiver.secret,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  flows.server = server;
  // Jest does not call the teardown if the setup fails.
  await untilReady(server).catch(error => {
    server.kill();
    throw error;
  });
  process.env.TEST_URL = `http://127.0.0.1:${port}`;
  process.env.TEST_RECEIVER_URL = receiver.url;
  process.env.TEST_DATA = dataDir;
}

/** Waits until the server prints that it is ready. An open port may belong to another program. */
async function untilReady(server: ChildProcess): Promise<void> {
  let printed = '';
  server.stderr?.setEncoding('utf8').on('data', text => {
    printed = `${printed}${text}`.slice(-MAX_PRINTED);
  });
  await until(() => server.exitCode !== null || printed.includes(READY), START_TIMEOUT_MS);
  if (server.exitCode !== null) {
    throw new Error(`serverless offline ended with code ${server.exitCode}: ${printed}`);
  }
}

/** The share of the calls of the service that fail. Calls that make tables and read streams do not fail. */
const FAILING = 0.05;

const ANYTHING: FaultKind[] = ['throttle', 'throughput', 'failure', 'failureAfter', 'cut', 'cutAfter'];

const FAULTS: { operations: string[]; kinds: FaultKind[] }[] = [
  { operations: ['TransactWriteItems'], kinds: ['conflict', 'wrappedThrottle', 'inProgress', ...ANYTHING] },
  { operations: ['PutItem', 'UpdateItem', 'DeleteItem'], kinds: ['conflict', ...ANYTHING] },
  { operations: ['BatchGetItem', 'BatchWriteItem', 'Query', 'Scan'], kinds: ANYTHING },
];

/** Every kind is equally likely. The faults of the list are tried one after the other. */
const faults: Fault[] = FAULTS.flatMap(({ operations, kinds }) =>
  kinds.map(kind => ({ kind, operations, probability: 1 - (1 - FAILING) ** (1 / kinds.length) })),
);

/** This fault hits the other calls without delay, so that they are counted. */
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
