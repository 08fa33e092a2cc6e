import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startDatabase } from '../../local/database.ts';
import { runningDatabase } from '../../local/databaseLock.ts';
import { openDatabase } from '../../local/dataFolder.ts';
import { anyFreePort, isPortFree } from '../../local/ports.ts';
import { cleanUp, temporaryFolder } from '../helpers/npmStart.ts';

afterAll(cleanUp);

test('the data of a folder is locked while a database has it open, and not after it was stopped', async () => {
  const dataDir = await temporaryFolder();
  const database = await openDatabase(await anyFreePort(), dataDir);
  expect(runningDatabase(dataDir)).toEqual({
    pid: database.pid,
    port: database.port,
    owner: process.pid,
  });
  await expect(openDatabase(await anyFreePort(), dataDir)).rejects.toThrow(
    `Another run uses the data in ${dataDir} (process ${process.pid},`,
  );
  await database.stop();
  expect(runningDatabase(dataDir)).toBeUndefined();
  expect(await isPortFree(database.port)).toBe(true);
});

test('a lock whose process id belongs to another program by now locks nothing', async () => {
  const dataDir = await temporaryFolder();
  const elsewhere = await startDatabase(await anyFreePort());
  try {
    for (const pid of [process.pid, elsewhere.pid, 2 ** 30]) {
      await writeFile(join(dataDir, 'process.json'), JSON.stringify({ pid, port: elsewhere.port }));
      expect(runningDatabase(dataDir)).toBeUndefined();
    }
    await (await openDatabase(await anyFreePort(), dataDir)).stop();
  } finally {
    await elsewhere.stop();
  }
});

test('databases leave no listeners behind in the process that started them', async () => {
  const listeners = () => ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP'].map(name => process.listenerCount(name));
  const before = listeners();
  const databases = [await startDatabase(await anyFreePort()), await startDatabase(await anyFreePort())];
  await Promise.all(databases.map(database => database.stop()));
  expect(listeners()).toEqual(before);
});

test('of several runs that open the data of a folder at once, one gets it', async () => {
  const dataDir = await temporaryFolder();
  const ports = [await anyFreePort(), await anyFreePort(), await anyFreePort()];
  const outcomes = await Promise.allSettled(ports.map(port => openDatabase(port, dataDir)));
  const opened = outcomes.filter(outcome => outcome.status === 'fulfilled');
  expect(opened).toHaveLength(1);
  await opened[0]?.value.stop();
});

test('a database that its run left behind is ended by the next one, on the same port', async () => {
  const dataDir = await temporaryFolder();
  // Nobody has claimed the folder, as after a kill -9.
  const leftOver = await startDatabase(await anyFreePort(), dataDir);
  const next = await openDatabase(leftOver.port, dataDir);
  await leftOver.lost;
  expect(runningDatabase(dataDir)?.pid).toBe(next.pid);
  await next.stop();
});

function sqlite(file: string, statement: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec(statement);
  } finally {
    database.close();
  }
}

/** A folder with a run's data, and with what is somebody else's. */
async function usedFolder(): Promise<string> {
  const dataDir = await temporaryFolder();
  await (await openDatabase(await anyFreePort(), dataDir)).stop();
  await mkdir(join(dataDir, 'streams'));
  for (const name of ['streams/recordHistory.json', 'streams/poem.txt', 'notes.txt']) {
    await writeFile(join(dataDir, name), '{}');
  }
  return dataDir;
}

test('starting over removes the database and how far it was read, and nothing else in the folder', async () => {
  const dataDir = await usedFolder();
  const data = join(dataDir, 'data.db');
  sqlite(data, 'CREATE TABLE mark (x)');
  await (await openDatabase(await anyFreePort(), dataDir, { isFresh: true })).stop();
  expect((await readdir(dataDir, { recursive: true })).sort()).toEqual(
    ['claim.db', 'data.db', 'notes.txt', 'streams', 'streams/poem.txt'].sort(),
  );
  expect(() => sqlite(data, 'SELECT * FROM mark')).toThrow('no such table');
});

test('starting over leaves a file alone that only has the name of the database', async () => {
  const dataDir = await usedFolder();
  await writeFile(join(dataDir, 'data.db'), 'my letters');
  await expect(openDatabase(await anyFreePort(), dataDir, { isFresh: true })).rejects.toThrow(
    'was not made by this service',
  );
  expect(await readFile(join(dataDir, 'data.db'), 'utf8')).toBe('my letters');
  expect(await readdir(join(dataDir, 'streams'))).toContain('recordHistory.json');
});
