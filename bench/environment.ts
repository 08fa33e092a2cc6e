import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { createMissingTables } from '../local/tables.ts';
import type { Units } from '../tests/simulator/unitBuckets.ts';
import type { Forecast } from '../tests/simulator/weather.ts';
import setup, { stopEngine } from '../tests/support/servers/engine.ts';

/**
 * Starts an engine in memory with the tables of serverless.yml. From then on this process finds the database there.
 * Returns how to stop it.
 */
export async function startEngine(): Promise<() => Promise<void>> {
  await setup();
  await import('../tests/support/records/environment.ts');
  const tables = JSON.parse(String(process.env.TEST_TABLES));
  // The more records of streams there are, the slower the engine writes them, and nothing here reads them.
  await createMissingTables(
    tables.map(({ StreamSpecification: _, ...table }: Record<string, unknown>) => table),
  );
  return stopEngine;
}

/** Creates further tables. The fault proxy knows them too. */
export async function addTables(tables: CreateTableCommandInput[]): Promise<void> {
  await createMissingTables(tables);
  process.env.TEST_TABLES = JSON.stringify([...JSON.parse(String(process.env.TEST_TABLES)), ...tables]);
}

/** What the fault proxy says of itself: its requests, the units that it charged, and for how long it computed. */
export type ProxyFigures = { calls: number; consumed: Units; busyMs: number };

/**
 * Starts the fault proxy in front of the engine, in a process of its own. From then on what is new in this process finds
 * the database there. Returns how to read its figures, and how to stop it.
 */
export async function startProxy(forecast: Forecast, slow: number) {
  const tables = JSON.parse(String(process.env.TEST_TABLES));
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  const proxy = fork(new URL('faultProxyProcess.ts', import.meta.url), [
    JSON.stringify({ ...forecast, engine, tables, slow }),
  ]);
  const [{ url }] = await once(proxy, 'message');
  process.env.AWS_ENDPOINT_URL_DYNAMODB = url;
  return {
    async figures(): Promise<ProxyFigures> {
      const told = once(proxy, 'message');
      proxy.send('figures');
      return (await told)[0];
    },
    stop: () => proxy.disconnect(),
  };
}

/** Starts an engine, and the fault proxy in front of it. Returns how to stop both. */
export async function startEnvironment(forecast: Forecast, slow = 1): Promise<() => void> {
  const stop = await startEngine();
  const proxy = await startProxy(forecast, slow);
  return () => {
    proxy.stop();
    stop();
  };
}
