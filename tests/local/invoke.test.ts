import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, openDatabase, startDatabase } from '../../local/database.ts';
import { runningDatabase } from '../../local/databaseLock.ts';
import { anyFreePort } from '../../local/ports.ts';
import { root, serverless } from '../helpers/commands.ts';
import { cleanUp, temporaryFolder } from '../helpers/npmStart.ts';

const stage = `invoke${process.pid}`;

/** What each request in tests/requests/ is answered, in an order in which they tell a story. Those in a line may run at once. */
const STORY: Record<string, number>[] = [
  { createEvent: 201, createUser: 201, getRoot: 200 },
  { registerForEvent: 201, getHealth: 200, routeNotFound: 404 },
  { getEvent: 200, listEvents: 200, getUser: 200 },
  { listUsers: 200, listEventRegistrations: 200, listUserRegistrations: 200 },
  { updateEvent: 200, unregisterFromEvent: 200 },
  { deleteEvent: 204 },
];

let inMemory: Database;
beforeAll(async () => {
  inMemory = await startDatabase(await anyFreePort());
});
afterAll(async () => {
  await inMemory.stop();
  await rm(join(root, '.esbuild', stage), { recursive: true, force: true });
  await cleanUp();
});

const invoke = async (name: string, env: NodeJS.ProcessEnv) => {
  const options = ['--function', name, '--path', `tests/requests/${name}.json`, '--stage', stage];
  const { stdout } = await serverless(['invoke', 'local', ...options], env);
  return JSON.parse(stdout);
};

test('every function of serverless.yml answers its request in tests/requests/ under serverless invoke local', async () => {
  const { stdout } = await serverless(['print', '--format', 'json', '--path', 'functions']);
  expect(STORY.flatMap(Object.keys).sort()).toEqual(Object.keys(JSON.parse(stdout)).sort());
  const env = { AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${inMemory.port}` };
  const answered: Record<string, number> = {};
  for (const chapter of STORY) {
    const calls = Object.keys(chapter).map(async name => {
      answered[name] = (await invoke(name, env)).statusCode;
    });
    await Promise.all(calls);
  }
  expect(answered).toEqual(Object.assign({}, ...STORY));
}, 180_000);

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
