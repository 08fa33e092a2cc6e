import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { stopEngine } from './engine.ts';

/** Stops what server.ts started. */
export default async function teardown(): Promise<void> {
  const { testServer } = globalThis as { testServer?: ChildProcess };
  if (testServer && testServer.exitCode === null) {
    testServer.kill();
    await once(testServer, 'exit');
  }
  stopEngine();
}
