import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase, startDatabase } from '../../local/database.ts';
import { runningDatabase } from '../../local/databaseLock.ts';
import { anyFreePort, isPortFree } from '../../local/ports.ts';
import { cleanUp, temporaryFolder } from '../helpers/npmStart.ts';

afterAll(cleanUp);

test('the data of a folder is locked while a database has it open, and not after it was stopped', async () => {
  const dataDir = await temporaryFolder();
  const database = await openDatabase(await anyFreePort(), dataDir);
  expect(runningDatabase(dataDir)).toEqual({ pid: database.pid, port: database.port });
  await expect(openDatabase(await anyFreePort(), dataDir)).rejects.toThrow(`kill ${database.pid}`);
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
