import { appendFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Database } from '../../local/database.ts';
import { openDatabase } from '../../local/dataFolder.ts';
import { anyFreePort } from '../../local/ports.ts';
import { projectCopy } from '../support/packaging/projectCopy.ts';
import { root } from '../support/servers/commands.ts';
import { cleanUp, npmStart, type Run, remains, stage, temporaryFolder } from '../support/servers/npmStart.ts';
import { until } from '../support/servers/processes.ts';

/** Settings that can be no setting, and what is said of them. */
const settings = {
  noPort: [{ PORT: 'abc' }, 'PORT must be a port, a whole number from 1 to 65535, and not "abc".'],
  noDatabasePort: [
    { DYNAMODB_PORT: '80000' },
    'DYNAMODB_PORT must be a port, a whole number from 1 to 65535, and not "80000".',
  ],
  onePort: [
    { PORT: '3999', DYNAMODB_PORT: '3999' },
    'PORT and DYNAMODB_PORT are both 3999: the API and its database need a port each.',
  ],
  noFolder: [
    { DYNAMODB_DATA: 'package.json' },
    `The data cannot be kept in ${join(root, 'package.json')} (EEXIST): choose a folder that can be written, such as DYNAMODB_DATA=.dynamodb.`,
  ],
  noLog: [{ LOG: 'loud' }, 'LOG must be requests, silent or verbose, and not "loud".'],
  noDatabase: [
    { AWS_ENDPOINT_URL_DYNAMODB: 'nowhere' },
    'AWS_ENDPOINT_URL_DYNAMODB must be a URL such as http://127.0.0.1:8000, and not "nowhere".',
  ],
  noAnswer: [
    { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' },
    'No database answers at http://127.0.0.1:1 (ECONNREFUSED): start it, or leave AWS_ENDPOINT_URL_DYNAMODB out to have one started.',
  ],
} as const;

let taken: Server;
let takenPort: number;
let database: Database;
let refused: Record<
  | 'httpPort'
  | 'databasePort'
  | 'data'
  | 'oldData'
  | 'olderData'
  | 'binary'
  | 'source'
  | keyof typeof settings,
  Run
>;

const [oldTable, olderTable] = ['seats', 'users'].map(name => `event-management-api-${stage}-${name}`);

/** A folder with a table as versions made it that had no streams, or none of today's indexes. */
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
    data: await npmStart({ dataDir: openData }),
    oldData: await npmStart({ dataDir: await oldData(oldTable, true) }),
    olderData: await npmStart({ dataDir: await oldData(olderTable, false) }),
    binary: await npmStart({ project: await projectCopy({ missing: '@dynoxide' }) }),
    source: await npmStart({ project: broken }),
    ...Object.fromEntries(
      await Promise.all(
        Object.entries(settings).map(async ([name, [env]]) => [name, await npmStart({ env })]),
      ),
    ),
  };
});

afterAll(async () => {
  taken.close();
  await database.stop();
  await cleanUp();
});

/** npm start ended by itself with a failure, left nothing running, and said exactly this in place of a stack trace. */
async function expectRefusal(run: Run, sentence: string): Promise<void> {
  expect(await run.ended).toBeGreaterThan(0);
  const [, said] = run.printed().split('Error:\n');
  expect(said?.trim()).toBe(sentence);
  await until(() => remains(run).every(({ pid }) => pid === database.pid));
}

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

test('a second run on the same data is refused, on other ports too, and leaves the first run’s database alone', async () => {
  await expectRefusal(
    refused.data,
    `Another run uses the data in ${refused.data.dataDir} (process ${process.pid}, with the database on port ${database.port}): stop that run, or choose another folder, such as DYNAMODB_DATA=.dynamodb-2.`,
  );
  expect(remains(refused.data)).toMatchObject([{ pid: database.pid }]);
});

test.each([
  ['today’s indexes', 'oldData', oldTable],
  ['streams', 'olderData', olderTable],
] as const)(
  'data of a version without %s is refused with what to do about it, and left as it is',
  async (_what, data, table) => {
    await expectRefusal(
      refused[data],
      `The table ${table} was made by an older version of this service: move the folder with its data away, or choose another one, such as DYNAMODB_DATA=.dynamodb-new.`,
    );
    expect(remains(refused[data])).toEqual([]);
  },
);

test.each(Object.entries(settings))(
  'a setting that can be none is refused in one sentence: %s',
  async (name, [_env, sentence]) => {
    await expectRefusal(refused[name as keyof typeof settings], sentence);
  },
);

test('a database program that is not installed is refused with how to install it', async () => {
  await expectRefusal(
    refused.binary,
    'The embedded database is not installed: run "npm ci" with optional dependencies, or set AWS_ENDPOINT_URL_DYNAMODB to another DynamoDB.',
  );
});

test('a source file that does not compile ends npm start, database included', async () => {
  expect(await refused.source.ended).toBeGreaterThan(0);
  expect(refused.source.printed()).toContain('functions/getRoot.ts');
  await until(() => remains(refused.source).length === 0);
});
