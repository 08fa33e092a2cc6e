import { appendFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Database } from '../../local/database.ts';
import { openDatabase } from '../../local/dataFolder.ts';
import { anyFreePort } from '../../local/ports.ts';
import { projectCopy } from '../support/packaging/projectCopy.ts';
import { cleanUp, npmStart, type Run, remains, stage, temporaryFolder } from '../support/servers/npmStart.ts';
import { until } from '../support/servers/processes.ts';
import { expectRefusal } from '../support/servers/refusedRun.ts';

let taken: Server;
let takenPort: number;
let database: Database;
let refused: Record<
  | 'httpPort'
  | 'databasePort'
  | 'issuerPort'
  | 'data'
  | 'oldData'
  | 'olderData'
  | 'oldKeys'
  | 'binary'
  | 'source',
  Run
>;

const [oldTable, olderTable, oldKeysTable] = ['seats', 'users', 'registrations'].map(
  name => `event-management-api-${stage}-${name}`,
);

/** A folder with a table of an earlier version, without streams, or without the present indexes or keys. */
async function oldData(TableName: string | undefined, hasStream: boolean): Promise<string> {
  const dataDir = await temporaryFolder();
  const { port, stop } = await openDatabase(await anyFreePort(), dataDir);
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const key = TableName === oldTable ? 'eventId' : 'userId';
  await client.send(
    new CreateTableCommand({
      TableName,
      ...(hasStream && {
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
    }),
  );
  client.destroy();
  await stop();
  return dataDir;
}

beforeAll(async () => {
  takenPort = await anyFreePort();
  taken = createServer().listen(takenPort, '127.0.0.1');
  const openData = await temporaryFolder();
  database = await openDatabase(await anyFreePort(), openData);
  const broken = await projectCopy();
  await appendFile(join(broken, 'functions', 'getRoot.ts'), 'export const = ;\n');
  refused = {
    httpPort: await npmStart({ httpPort: takenPort }),
    databasePort: await npmStart({ databasePort: takenPort }),
    issuerPort: await npmStart({ script: 'start:auth', env: { ISSUER_PORT: `${takenPort}` } }),
    data: await npmStart({ dataDir: openData }),
    oldData: await npmStart({ dataDir: await oldData(oldTable, true) }),
    olderData: await npmStart({ dataDir: await oldData(olderTable, false) }),
    oldKeys: await npmStart({ dataDir: await oldData(oldKeysTable, true) }),
    binary: await npmStart({ project: await projectCopy({ missing: '@dynoxide' }) }),
    source: await npmStart({ project: broken }),
  };
});

afterAll(async () => {
  taken.close();
  await database.stop();
  await cleanUp();
});

test('a taken HTTP port is refused with the setting that chooses another one', async () => {
  await expectRefusal(
    refused.httpPort,
    `Port ${takenPort}, for the API, is taken by another program: choose another one, such as PORT=${takenPort + 1}.`,
  );
});

test('a taken database port is refused with the setting that chooses another one', async () => {
  await expectRefusal(
    refused.databasePort,
    `Port ${takenPort}, for the database, is taken by another program: choose another one, such as DYNAMODB_PORT=${takenPort + 1}.`,
  );
});

test('a taken port of the issuer is refused with the setting that chooses another one', async () => {
  await expectRefusal(
    refused.issuerPort,
    `Port ${takenPort}, for the issuer, is taken by another program: choose another one, such as ISSUER_PORT=${takenPort + 1}.`,
  );
});

test('a second run on the same data is refused, also on other ports, and the database of the first run goes on', async () => {
  await expectRefusal(
    refused.data,
    `Another run uses the data in ${refused.data.dataDir} (process ${process.pid}, with the database on port ${database.port}): stop that run, or choose another folder, such as DYNAMODB_DATA=.dynamodb-2.`,
    database.pid,
  );
  expect(remains(refused.data)).toMatchObject([{ pid: database.pid }]);
});

test.each([
  ['today’s indexes', 'oldData', oldTable],
  ['streams', 'olderData', olderTable],
  ['today’s keys', 'oldKeys', oldKeysTable],
] as const)('data of a version without %s is refused with advice, and kept', async (_what, data, table) => {
  await expectRefusal(
    refused[data],
    `The table ${table} was made by an older version of this service: move the folder with its data away, or choose another one, such as DYNAMODB_DATA=.dynamodb-new.`,
  );
  expect(remains(refused[data])).toEqual([]);
});

test('a database program that is not installed is refused with the command that installs it', async () => {
  await expectRefusal(
    refused.binary,
    'The embedded database is not installed: run "npm ci" with optional dependencies, or set AWS_ENDPOINT_URL_DYNAMODB to another DynamoDB.',
  );
});

test('a source file that does not compile ends npm start and its database', async () => {
  expect(await refused.source.ended).toBeGreaterThan(0);
  expect(refused.source.printed()).toContain('functions/getRoot.ts');
  await until(() => remains(refused.source).length === 0);
});
