import { accessSync, constants, statfsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Linux keeps the files of this folder in memory. */
const IN_MEMORY = '/dev/shm';

/** The databases of a whole run take less. */
const NEEDED_BYTES = 2 * 1024 ** 3;

/**
 * Makes a folder for the data of a database: in memory if the machine has room there, and on its disk otherwise. A
 * database waits for the disk at each write, which takes most of the time of many tests.
 */
export const makeDataFolder = (): Promise<string> =>
  mkdtemp(join(hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'event-management-api-'));

export function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= NEEDED_BYTES;
  } catch {
    return false;
  }
}
