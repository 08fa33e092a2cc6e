import { accessSync, constants, existsSync, mkdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Database, startDatabase } from './database.ts';
import { claim, dataFile, endLeftOver, runningDatabase } from './databaseLock.ts';
import { LocalError } from './localError.ts';
import { ensurePortFree, untilListening } from './ports.ts';

/**
 * Starts the database on the data of a folder, which only one process may have open. With `isFresh` it starts without
 * the old data, and without the checkpoints of `consumers`.
 * @throws LocalError when another one has it open, when it cannot be kept there, or when the port cannot be had
 */
export async function openDatabase(
  port: number,
  dataDir: string,
  { isFresh = false, consumers = [] }: { isFresh?: boolean; consumers?: string[] } = {},
): Promise<Database> {
  makeFolder(dataDir);
  const releaseClaim = claim(dataDir);
  if (!releaseClaim) throw inUse(dataDir);
  try {
    const running = runningDatabase(dataDir);
    // An earlier version claimed no folder, so nothing shows whether its run has ended.
    if (running && !running.owner) throw inUse(dataDir);
    await endLeftOver(dataDir);
    await ensurePortFree(port, 'the database', 'DYNAMODB_PORT');
    if (isFresh) removeData(dataDir, consumers);
    const database = await startDatabase(port, dataDir);
    return { ...database, stop: () => database.stop().finally(releaseClaim) };
  } catch (error) {
    releaseClaim();
    throw error;
  }
}

/** A database that another command is starting may take up to 30 seconds. */
const STARTING_MS = 30_000;

/** Uses the database of a run that has the folder open, and never stops it, or opens one as `openDatabase` does. */
export async function joinDatabase(port: number, dataDir: string): Promise<Database> {
  const running = runningDatabase(dataDir);
  if (!running) return openDatabase(port, dataDir);
  await untilListening(running.port, AbortSignal.timeout(STARTING_MS));
  return { ...running, stop: async () => {}, lost: new Promise(() => {}) };
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new LocalError(
      `The data cannot be kept in ${dataDir} (${code}): choose a folder that can be written, such as DYNAMODB_DATA=.dynamodb.`,
    );
  }
}

function inUse(dataDir: string): LocalError {
  const running = runningDatabase(dataDir);
  const which = running
    ? ` (process ${running.owner ?? running.pid}, with the database on port ${running.port})`
    : ', which is just starting or stopping';
  return new LocalError(
    `Another run uses the data in ${dataDir}${which}: stop that run, or choose another folder, such as DYNAMODB_DATA=.dynamodb-2.`,
  );
}

/** The consumers keep their checkpoints here. */
export const streamsFolder = (dataDir: string) => join(dataDir, 'streams');

/** Returns the checkpoint file of one consumer in that folder. */
export const checkpointFile = (streams: string, consumer: string) => join(streams, `${consumer}.json`);

/**
 * Removes the files of a run from its folder, and nothing else. Correctness: the checkpoints go first, and SQLite's
 * files beside the data last, since it ignores them without the data, so that what is left after a stop half-way fits
 * together.
 */
function removeData(dataDir: string, consumers: string[]): void {
  const data = dataFile(dataDir);
  if (existsSync(data) && !isOurs(data)) {
    throw new LocalError(
      `${data} was not made by this service, and is left as it is: choose another folder, such as DYNAMODB_DATA=.dynamodb.`,
    );
  }
  const streams = streamsFolder(dataDir);
  for (const consumer of consumers) rmSync(checkpointFile(streams, consumer), { force: true });
  for (const file of [data, `${data}-wal`, `${data}-shm`, `${data}-journal`]) rmSync(file, { force: true });
  try {
    rmdirSync(streams);
  } catch {
    // It does not exist, or has files that are not ours.
  }
}

/** Returns whether a file has the tables of the embedded database, or is empty. */
function isOurs(file: string): boolean {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
      return tables.length === 0 || tables.some(({ name }) => name === '_stream_records');
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}
