import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startDatabase } from '../../local/database.ts';
import { runningDatabase } from '../../local/databaseLock.ts';
import { openDatabase } from '../../local/dataFolder.ts';
import { LocalError } from '../../local/localError.ts';
import { anyFreePort, isPortFree } from '../../local/ports.ts';
import { cleanUp, temporaryFolder } from '../support/servers/npmStart.ts';

afterAll(cleanUp);

test('the data of a folder is locked until its database has stopped', async () => {
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

test('a lock is ignored when its process id belongs to another program', async () => {
  const dataDir = await temporaryFolder();
  const elsewhere = await startDatabase(await anyFreePort());
  try {
    for (const pid of [process.pid, elsewhere.pid, 2 ** 30]) {
      await writeFile(join(dataDir, 'database-process.json'), JSON.stringify({ pid, port: elsewhere.port }));
      expect(runningDatabase(dataDir)).toBeUndefined();
    }
    await (await openDatabase(await anyFreePort(), dataDir)).stop();
  } finally {
    await elsewhere.stop();
  }
});

test('databases leave no listeners in the process that started them', async () => {
  const listeners = () => ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP'].map(name => process.listenerCount(name));
  const before = listeners();
  const databases = [await startDatabase(await anyFreePort()), await startDatabase(await anyFreePort())];
  await Promise.all(databases.map(database => database.stop()));
  expect(listeners()).toEqual(before);
});

test('one of several runs that open the data of a folder at once gets it', async () => {
  const dataDir = await temporaryFolder();
  const ports = [await anyFreePort(), await anyFreePort(), await anyFreePort()];
  const outcomes = await Promise.allSettled(ports.map(port => openDatabase(port, dataDir)));
  const opened = outcomes.filter(outcome => outcome.status === 'fulfilled');
  expect(opened).toHaveLength(1);
  await opened[0]?.value.stop();
});

test('the next run ends a database that was left behind, and uses the same port', async () => {
  const dataDir = await temporaryFolder();
  // No run has claimed the folder, as after a kill -9.
  const leftOver = await startDatabase(await anyFreePort(), dataDir);
  const next = await openDatabase(leftOver.port, dataDir);
  await leftOver.lost;
  expect(runningDatabase(dataDir)?.pid).toBe(next.pid);
  await next.stop();
});

test('a running database of an earlier version, which does not name its owner, goes on', async () => {
  const dataDir = await temporaryFolder();
  const earlier = await startDatabase(await anyFreePort(), dataDir);
  try {
    const { pid, port } = earlier;
    await rm(join(dataDir, 'database-process.json'));
    await writeFile(join(dataDir, 'process.json'), JSON.stringify({ pid, port }));
    await expect(openDatabase(await anyFreePort(), dataDir)).rejects.toThrow(
      `Another run uses the data in ${dataDir} (process ${pid}, with the database on port ${port}): stop that run,`,
    );
    expect(runningDatabase(dataDir)).toEqual({ pid, port });
  } finally {
    await earlier.stop();
  }
});

test('a file with the name of the claim that is no claim is refused in one sentence', async () => {
  const dataDir = await temporaryFolder();
  const claim = join(dataDir, 'claim.db');
  const refusal = `${claim} cannot be used (`;
  await mkdir(claim);
  await expect(openDatabase(await anyFreePort(), dataDir)).rejects.toThrow(refusal);
  await rm(claim, { recursive: true });
  await writeFile(claim, 'my letters');
  const error = await openDatabase(await anyFreePort(), dataDir).catch(reason => reason);
  expect(error).toBeInstanceOf(LocalError);
  expect(error.message).toContain(refusal);
  expect(await readFile(claim, 'utf8')).toBe('my letters');
});

function sqlite(file: string, statement: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec(statement);
  } finally {
    database.close();
  }
}

/** A folder with the data of a run and with files of somebody else. */
async function usedFolder(): Promise<string> {
  const dataDir = await temporaryFolder();
  await (await openDatabase(await anyFreePort(), dataDir)).stop();
  await mkdir(join(dataDir, 'streams'));
  for (const name of ['streams/recordHistory.json', 'streams/foreign.json', 'process.json', 'notes.txt']) {
    await writeFile(join(dataDir, name), '{}');
  }
  return dataDir;
}

const fresh = { isFresh: true, consumers: ['recordHistory', 'sendNotices'] };

test('starting over removes the database and the positions in its streams, and nothing else in the folder', async () => {
  const dataDir = await usedFolder();
  const data = join(dataDir, 'data.db');
  sqlite(data, 'CREATE TABLE mark (x)');
  await (await openDatabase(await anyFreePort(), dataDir, fresh)).stop();
  expect((await readdir(dataDir, { recursive: true })).sort()).toEqual(
    ['claim.db', 'data.db', 'notes.txt', 'process.json', 'streams', 'streams/foreign.json'].sort(),
  );
  expect(() => sqlite(data, 'SELECT * FROM mark')).toThrow('no such table');
});

test.each<[what: string, make: (data: string) => Promise<void>]>([
  ['of letters', data => writeFile(data, 'my letters')],
  ['of SQLite, with a table of its own', async data => sqlite(data, 'CREATE TABLE letters (x)')],
])('starting over keeps a file %s that only has the name of the database', async (_what, make) => {
  const dataDir = await usedFolder();
  const data = join(dataDir, 'data.db');
  await rm(data);
  await make(data);
  const before = await readFile(data);
  await expect(openDatabase(await anyFreePort(), dataDir, fresh)).rejects.toThrow(
    'was not made by this service',
  );
  expect(await readFile(data)).toEqual(before);
  expect(await readdir(join(dataDir, 'streams'))).toContain('recordHistory.json');
});
