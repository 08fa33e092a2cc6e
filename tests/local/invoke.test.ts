import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '../../local/database.ts';
import { runningDatabase } from '../../local/databaseLock.ts';
import { anyFreePort } from '../../local/ports.ts';
import { root, serverless } from '../helpers/commands.ts';
import { cleanUp, temporaryFolder } from '../helpers/npmStart.ts';

const stage = `invoke${process.pid}`;

afterAll(async () => {
  await rm(join(root, '.esbuild', stage), { recursive: true, force: true });
  await cleanUp();
});

const invoke = async (name: string, env: NodeJS.ProcessEnv) => {
  const options = ['--function', name, '--path', `tests/requests/${name}.json`, '--stage', stage];
  const { stdout } = await serverless(['invoke', 'local', ...options], env);
  return JSON.parse(stdout);
};

test('invoke local finds the same data with the database running, which it leaves running, and without, when it stops its own', async () => {
  const dataDir = await temporaryFolder();
  const env = {
    AWS_ENDPOINT_URL_DYNAMODB: undefined,
    DYNAMODB_DATA: dataDir,
    DYNAMODB_PORT: String(await anyFreePort()),
  };
  expect(await invoke('createEvent', env)).toMatchObject({ statusCode: 201 });
  expect(runningDatabase(dataDir)).toBeUndefined();
  const database = await openDatabase(await anyFreePort(), dataDir);
  try {
    expect(await invoke('createEvent', env)).toMatchObject({ statusCode: 409 });
    expect(await invoke('createUser', env)).toMatchObject({ statusCode: 201 });
    expect(runningDatabase(dataDir)?.pid).toBe(database.pid);
  } finally {
    await database.stop();
  }
  expect(await invoke('getUser', env)).toMatchObject({ statusCode: 200 });
});
