import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './commands.ts';
import { stage, started } from './server.ts';

/** Stops what server.ts started, and removes what it wrote. */
export default async function teardown(): Promise<void> {
  const { server, receiver, dataDir } = started.flows ?? {};
  if (server && server.exitCode === null) {
    server.kill();
    await once(server, 'exit');
  }
  receiver?.stop();
  await rm(join(root, '.esbuild', stage), { recursive: true, force: true });
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
}
