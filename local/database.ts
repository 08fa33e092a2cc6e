import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { dataFile, lock, unlock } from './databaseLock.ts';
import { LocalError } from './localError.ts';
import { untilListening } from './ports.ts';
import { beforeEnd } from './shutdown.ts';
import { indexStreams } from './streamIndex.ts';

const START_TIMEOUT_MS = 30_000;

/**
 * `stop` sends the signal at once, and resolves when the process has ended. `lost` resolves when it ends though nobody
 * stopped it.
 */
export type Database = {
  port: number;
  pid: number | undefined;
  stop: () => Promise<void>;
  lost: Promise<void>;
};

/** Returns the program that serves the embedded database, with the arguments that come before its own. */
function launcher(): [command: string, ...args: string[]] {
  if (`${process.platform}-${process.arch}` !== 'linux-x64') return ['npx', '--yes', 'dynoxide'];
  try {
    return [createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide')];
  } catch {
    throw new LocalError(
      'The embedded database is not installed: run "npm ci" with optional dependencies, or set AWS_ENDPOINT_URL_DYNAMODB to another DynamoDB.',
    );
  }
}

/**
 * Starts the embedded database, in memory unless a folder is given, and waits until it answers. It ends with this
 * process at the latest.
 */
export async function startDatabase(port: number, dataDir?: string): Promise<Database> {
  const [command, ...before] = launcher();
  const data = dataDir ? ['--db-path', dataFile(dataDir)] : [];
  // In a process group of its own it does not get the terminal's Ctrl-C, and serves the requests under way.
  const child = spawn(command, [...before, '--port', String(port), ...data], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (dataDir && pid) lock(dataDir, { pid, port, owner: process.pid });
  const { promise: lost, resolve: tell } = Promise.withResolvers<void>();
  const tellLost = () => tell();
  child.once('exit', tellLost);
  const stop = async () => {
    forget();
    child.off('exit', tellLost);
    await endOf(child);
    if (dataDir) unlock(dataDir);
  };
  const forget = beforeEnd(stop);
  try {
    await Promise.race([untilListening(port, AbortSignal.timeout(START_TIMEOUT_MS)), earlyEnd(child)]);
    if (dataDir) indexStreams(dataFile(dataDir));
  } catch (error) {
    await stop();
    if (error instanceof LocalError) throw error;
    throw new LocalError(
      `The embedded database did not answer on port ${port} within ${START_TIMEOUT_MS} ms.`,
    );
  }
  // A process with nothing else to do may end, and then ends the database.
  child.unref();
  (child.stderr as Socket).unref();
  return { port, pid, stop, lost };
}

/** Ends a process group by its leader. */
async function endOf(child: ChildProcess): Promise<void> {
  if (!child.pid || child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  await ended;
}

const earlyEnd = (child: ChildProcess): Promise<never> =>
  new Promise((_resolve, reject) => {
    let complaint = '';
    child.stderr?.on('data', chunk => {
      complaint += chunk;
    });
    child.once('error', error =>
      reject(new LocalError(`The embedded database could not be started: ${error.message}.`)),
    );
    child.once('exit', code =>
      reject(new LocalError(`The embedded database ended with code ${code}: ${complaint.trim()}`)),
    );
  });
