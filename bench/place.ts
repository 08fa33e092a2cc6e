import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createMissingTables } from '../local/tables.ts';
import type { Forecast } from '../tests/simulator/weather.ts';
import setup, { stopEngine } from '../tests/support/servers/engine.ts';

/**
 * An engine in memory with the tables of serverless.yml, and before it, in a process of its own, the weather. From
 * then on this process finds the database there.
 */
export async function startPlace(forecast: Forecast, slow = 1): Promise<() => void> {
  await setup();
  await import('../tests/support/records/environment.ts');
  const tables = JSON.parse(String(process.env.TEST_TABLES));
  // The engine writes records of streams slower and slower, the more there are; nothing here reads them.
  await createMissingTables(
    tables.map(({ StreamSpecification: _, ...table }: Record<string, unknown>) => table),
  );
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  const weather = fork(new URL('weatherProcess.ts', import.meta.url), [
    JSON.stringify({ ...forecast, engine, tables, slow }),
  ]);
  const [{ url }] = await once(weather, 'message');
  process.env.AWS_ENDPOINT_URL_DYNAMODB = url;
  return () => {
    weather.disconnect();
    stopEngine();
  };
}
