import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { dataFile, lock, runningDatabase, unlock } from './databaseLock.ts';
import { isPortFree, untilListening } from './ports.ts';
import { beforeEnd } from './shutdown.ts';
import { indexStreams } from './streamIndex.ts';

const START_TIMEOUT_MS = 30_000;

/** A failure that the person at the keyboard can do something about: its message says what. */
export class LocalError extends Error {}

/** `stop` sends the signal at once, and resolves when the process has ended. */
export type Database = { port: number; pid: number | undefined; stop: () => Promise<void> };

/** The program that serves the embedded database, with the arguments that come before its own. */
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
 * Starts the embedded database, in memory unless a folder for its data is given, and waits until it answers. It
 * ends with this process at the latest.
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
  if (dataDir && pid) lock(dataDir, { pid, port });
  const stop = async () => {
    forget();
    const ended = endOf(child);
    if (dataDir) unlock(dataDir);
    await ended;
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
  // A process with nothing else to do may end, and ends the database then.
  child.unref();
  (child.stderr as Socket).unref();
  return { port, pid, stop };
}

/** Ends a process that leads its group, with those it started. */
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

/**
 * Starts the database on the data of a folder, which only one process may have open.
 * @throws LocalError when another one has, or when the port is taken
 */
export async function openDatabase(port: number, dataDir: string): Promise<Database> {
  const running = runningDatabase(dataDir);
  if (running) {
    throw new LocalError(
      `The database of another run is still running (process ${running.pid}, port ${running.port}): stop that run, or end a left-over process with "kill ${running.pid}".`,
    );
  }
  if (!(await isPortFree(port))) {
    throw new LocalError(
      `Port ${port}, for the database, is taken by another program: choose another one, such as DYNAMODB_PORT=${port + 1}.`,
    );
  }
  mkdirSync(dataDir, { recursive: true });
  return startDatabase(port, dataDir);
}
