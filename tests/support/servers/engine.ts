import { rm } from 'node:fs/promises';
import { type Database, startDatabase } from '../../../local/database.ts';
import { anyFreePort } from '../../../local/ports.ts';
import { tablesOf } from '../../../local/tables.ts';
import { serverless } from './commands.ts';
import { makeDataFolder } from './dataFolder.ts';

const running = globalThis as { testDatabase?: Database };

/** Starts one engine for a run of the tests, unless AWS_ENDPOINT_URL_DYNAMODB names another one. */
export async function startEngine(): Promise<void> {
  if (process.env.AWS_ENDPOINT_URL_DYNAMODB) return;
  // In memory the engine becomes slower with each change in its streams.
  const dataDir = await makeDataFolder();
  const database = await startDatabase(await anyFreePort(), dataDir);
  running.testDatabase = {
    ...database,
    stop: () => database.stop().finally(() => rm(dataDir, { recursive: true, force: true })),
  };
  process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${running.testDatabase.port}`;
}

export async function stopEngine(): Promise<void> {
  if (!running.testDatabase) return;
  await running.testDatabase.stop();
  delete running.testDatabase;
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
}

/** Starts the engine, and gives test files the service of serverless.yml at the stage `test`. */
export default async function setup(): Promise<void> {
  await startEngine();
  const { stdout } = await serverless(['print', '--format', 'json', '--stage', 'test']);
  const { provider, functions, resources } = JSON.parse(stdout);
  process.env.TEST_ENVIRONMENT = JSON.stringify(provider.environment);
  process.env.TEST_TABLES = JSON.stringify(tablesOf(resources.Resources));
  process.env.TEST_FILTERS = JSON.stringify(filtersOf(functions));
}

type Functions = Record<string, { events?: { stream?: { filterPatterns?: object[] } }[] }>;

/** The filters of the streams of each function. */
const filtersOf = (functions: Functions) =>
  Object.fromEntries(
    Object.entries(functions).map(([key, { events = [] }]) => [
      key,
      events.flatMap(({ stream }) => stream?.filterPatterns ?? []),
    ]),
  );
