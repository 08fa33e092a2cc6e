import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The process that has the data of a folder open. */
type Lock = { pid: number; port: number };

/** Where the database keeps the data of a folder. */
export const dataFile = (dataDir: string) => join(dataDir, 'data.db');

const lockFile = (dataDir: string) => join(dataDir, 'process.json');

export const lock = (dataDir: string, owner: Lock): void =>
  writeFileSync(lockFile(dataDir), JSON.stringify(owner));

export const unlock = (dataDir: string): void => rmSync(lockFile(dataDir), { force: true });

/** The database process that has the data of this folder open, if one is running. */
export function runningDatabase(dataDir: string): Lock | undefined {
  const owner = readLock(dataDir);
  // The id of a process that was killed may belong to another program by now: its command line tells.
  return owner && commandOf(owner.pid).includes(dataFile(dataDir)) ? owner : undefined;
}

function readLock(dataDir: string): Lock | undefined {
  try {
    return JSON.parse(readFileSync(lockFile(dataDir), 'utf8'));
  } catch {
    return undefined;
  }
}

/** The command line of a process; nothing when there is none, or when it has ended. */
function commandOf(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
