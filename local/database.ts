import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isPortFree, untilListening } from './ports.ts';

const START_TIMEOUT_MS = 30_000;

/** A failure that the person at the keyboard can do something about: its message says what. */
export class LocalError extends Error {}

export type Database = { port: number; pid: number | undefined; stop: () => void };

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

/** Starts the embedded database, in memory unless a folder for its data is given, and waits until it answers. */
export async function startDatabase(port: number, dataDir?: string): Promise<Database> {
  const [command, ...before] = launcher();
  const data = dataDir ? ['--db-path', join(dataDir, 'data.db')] : [];
  const child = spawn(command, [...before, '--port', String(port), ...data], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = () => void child.kill();
  process.once('exit', stop);
  try {
    await Promise.race([untilListening(port, AbortSignal.timeout(START_TIMEOUT_MS)), earlyEnd(child)]);
  } catch (error) {
    stop();
    if (error instanceof LocalError) throw error;
    throw new LocalError(
      `The embedded database did not answer on port ${port} within ${START_TIMEOUT_MS} ms.`,
    );
  }
  return { port, pid: child.pid, stop };
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

type Lock = { pid: number; port: number };

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const lockFile = (dataDir: string) => join(dataDir, 'process.json');

/** The database process that has the data of this folder open, if one is running. */
export function runningDatabase(dataDir: string): Lock | undefined {
  if (!existsSync(lockFile(dataDir))) return undefined;
  const lock: Lock = JSON.parse(readFileSync(lockFile(dataDir), 'utf8'));
  return isAlive(lock.pid) ? lock : undefined;
}

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
  const database = await startDatabase(port, dataDir);
  writeFileSync(lockFile(dataDir), JSON.stringify({ pid: database.pid, port }));
  return {
    ...database,
    stop: () => {
      database.stop();
      rmSync(lockFile(dataDir), { force: true });
    },
  };
}
