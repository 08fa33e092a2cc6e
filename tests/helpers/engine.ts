import { type Database, startDatabase } from '../../local/database.ts';
import { anyFreePort } from '../../local/ports.ts';
import { tablesOf } from '../../local/tables.ts';
import { serverless } from './commands.ts';

const running = globalThis as { testDatabase?: Database };

/** One engine for a run of the tests: the embedded one, in memory, or what AWS_ENDPOINT_URL_DYNAMODB names. */
export async function startEngine(): Promise<void> {
  if (process.env.AWS_ENDPOINT_URL_DYNAMODB) return;
  running.testDatabase = await startDatabase(await anyFreePort());
  process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${running.testDatabase.port}`;
}

export function stopEngine(): void {
  if (!running.testDatabase) return;
  running.testDatabase.stop();
  delete running.testDatabase;
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
}

/** Starts the engine and hands the tables of serverless.yml, at stage `test`, to the test files. */
export default async function setup(): Promise<void> {
  await startEngine();
  const { stdout } = await serverless(['print', '--format', 'json', '--stage', 'test']);
  const { provider, resources } = JSON.parse(stdout);
  process.env.TEST_ENVIRONMENT = JSON.stringify(provider.environment);
  process.env.TEST_TABLES = JSON.stringify(tablesOf(resources.Resources));
}
