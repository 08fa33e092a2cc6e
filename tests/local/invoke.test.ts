import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import { runningDatabase } from '../../local/databaseLock.ts';
import { openDatabase } from '../../local/dataFolder.ts';
import { anyFreePort } from '../../local/ports.ts';
import { root, serverless } from '../support/servers/commands.ts';
import { cleanUp, temporaryFolder } from '../support/servers/npmStart.ts';
import { startReceiver } from '../support/servers/webhookReceiver.ts';

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

test('invoke local uses the running database, or starts and stops its own on the same data', async () => {
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

/** Runs a function in an environment without a database and without an account. */
const invokeAlone = async (name: string, event: object, env: NodeJS.ProcessEnv = {}) =>
  serverless(['invoke', 'local', '--function', name, '--data', JSON.stringify(event), '--stage', stage], {
    AWS_ENDPOINT_URL_DYNAMODB: undefined,
    DYNAMODB_DATA: await temporaryFolder(),
    DYNAMODB_PORT: String(await anyFreePort()),
    ...env,
  });

test.each(['settleEvent', 'sendNotices', 'resendNotices'])('invoke local runs %s without AWS', async name => {
  const { stdout } = await invokeAlone(name, { Records: [] });
  expect(JSON.parse(stdout)).toEqual({ batchItemFailures: [] });
});

test.each([
  ['redriveNotices', 'queue of notices'],
  ['redriveRecords', 'bucket of records'],
])('invoke local refuses %s in one sentence, since there is no %s', async (name, missing) => {
  const refusal = await invokeAlone(name, {}).catch(error => error);
  expect(refusal.code).toBe(1);
  expect(JSON.parse(refusal.stdout).errorMessage).toBe(
    `There is no ${missing} here: it is deployed with the service.`,
  );
});

test('invoke local sends a notice to this machine, signed with the secret of its environment', async () => {
  const receiver = await startReceiver();
  try {
    const eventId = 'meetup';
    const data = { event: { eventId } };
    const NewImage = marshall({ announcementId: 'a', eventId, type: 'event.updated', time: 'now', data });
    const dynamodb = { SequenceNumber: '1', ApproximateCreationDateTime: 1, NewImage };
    const Records = [{ eventName: 'INSERT', dynamodb }];
    const settings = { WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: receiver.secret };
    const { stdout } = await invokeAlone('sendNotices', { Records }, settings);
    expect(JSON.parse(stdout)).toEqual({ batchItemFailures: [] });
    const accepted = await fetch(`${receiver.url}?eventId=${eventId}`);
    expect(await accepted.json()).toMatchObject([{ id: 'a', type: 'event.updated', tries: 1 }]);
  } finally {
    receiver.stop();
  }
});
