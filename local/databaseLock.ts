import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalError } from './localError.ts';

/** The process that has the data of a folder open. `owner` started it, which earlier versions did not record. */
export type Lock = { pid: number; port: number; owner?: number };

/** Returns the file in which the database keeps the data of a folder. */
export const dataFile = (dataDir: string) => join(dataDir, 'data.db');

const lockFile = (dataDir: string) => join(dataDir, 'database-process.json');

/** Earlier versions had this name, which others may give to files of their own: it is only read. */
const earlierLockFile = (dataDir: string) => join(dataDir, 'process.json');

/** Records the process that has the data of a folder open. */
export const lock = (dataDir: string, running: Lock): void =>
  writeFileSync(lockFile(dataDir), JSON.stringify(running));

/** Removes the record of the process that had the data of a folder open. */
export const unlock = (dataDir: string): void => rmSync(lockFile(dataDir), { force: true });

/** A process that does not get the claim has the file open for less than this. */
const TRYING_MS = 1000;

/** Correctness: the garbage collector would release a claim that nothing refers to. */
const claims = new Set<DatabaseSync>();

/**
 * Claims the data of a folder for this process. Only one at a time gets it, and the system releases it however the
 * process ends, which an id in a file would not show. Returns how to release it, or `undefined` when another process
 * has it.
 * @throws LocalError when the file that is claimed cannot be used
 */
export function claim(dataDir: string): (() => void) | undefined {
  const path = join(dataDir, 'claim.db');
  let file: DatabaseSync | undefined;
  try {
    const opened = new DatabaseSync(path, { timeout: TRYING_MS });
    file = opened;
    opened.exec('BEGIN EXCLUSIVE');
    claims.add(opened);
    return () => {
      if (claims.delete(opened)) opened.close();
    };
  } catch (error) {
    file?.close();
    const { message } = error as Error;
    if (/locked/.test(message)) return undefined;
    throw new LocalError(
      `${path} cannot be used (${message}): choose another folder, such as DYNAMODB_DATA=.dynamodb-2.`,
    );
  }
}

/** Returns the database process that has the data of this folder open, if one is running. */
export function runningDatabase(dataDir: string): Lock | undefined {
  const locks = [readLock(lockFile(dataDir)), readLock(earlierLockFile(dataDir))];
  // The id of a killed process may belong to another program by now, so its command line decides.
  return locks.find(lock => lock && commandOf(lock.pid).endsWith(` --db-path ${dataFile(dataDir)}`));
}

const MAX_ENDING_MS = 10_000;
const POLL_MS = 20;

/** Ends the database of a run that was killed, and waits for its end. The caller must have claimed the folder. */
export async function endLeftOver(dataDir: string): Promise<void> {
  const leftOver = runningDatabase(dataDir);
  if (!leftOver) return;
  const killAt = performance.now() + MAX_ENDING_MS;
  end(leftOver.pid, 'SIGTERM');
  while (runningDatabase(dataDir)?.pid === leftOver.pid) {
    if (performance.now() > killAt) end(leftOver.pid, 'SIGKILL');
    await sleep(POLL_MS);
  }
}

/** Signals a process group by its leader. */
function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw new LocalError(
      `The database of a run that was killed is still running, and cannot be ended by this user: end it with "kill ${pid}".`,
    );
  }
}

function readLock(file: string): Lock | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Returns the command line of a process, or an empty text when it has ended. */
function commandOf(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trimEnd()
      : execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' }).trimEnd();
  } catch {
    return '';
  }
}
