import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './commands.ts';
import { stopEngine } from './engine.ts';
import { stage } from './server.ts';

/** Stops what server.ts started, and removes the bundles that it made. */
export default async function teardown(): Promise<void> {
  const { testServer } = globalThis as { testServer?: ChildProcess };
  if (testServer && testServer.exitCode === null) {
    testServer.kill();
    await once(testServer, 'exit');
  }
  await rm(join(root, '.esbuild', stage), { recursive: true, force: true });
  await stopEngine();
}
