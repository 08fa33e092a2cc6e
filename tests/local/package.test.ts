import { execFile } from 'node:child_process';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import JSZip from 'jszip';
import { serverless } from '../helpers/commands.ts';
import { cleanUp, temporaryFolder } from '../helpers/npmStart.ts';
import { functionId, type Packaged, packageProject, type Resource } from '../helpers/packaging.ts';

const ROUTES: Record<string, string> = {
  'GET /': 'getRoot',
  'GET /health': 'getHealth',
  'POST /events': 'createEvent',
  'GET /events': 'listEvents',
  'GET /events/{eventId}': 'getEvent',
  'PUT /events/{eventId}': 'updateEvent',
  'DELETE /events/{eventId}': 'deleteEvent',
  'POST /users': 'createUser',
  'GET /users': 'listUsers',
  'GET /users/{userId}': 'getUser',
  'POST /events/{eventId}/registrations': 'registerForEvent',
  'POST /events/{eventId}/register': 'registerForEvent',
  'DELETE /events/{eventId}/registrations/{userId}': 'unregisterFromEvent',
  'DELETE /events/{eventId}/register/{userId}': 'unregisterFromEvent',
  'GET /events/{eventId}/registrations': 'listEventRegistrations',
  'GET /users/{userId}/registrations': 'listUserRegistrations',
  $default: 'routeNotFound',
};

const TABLES = {
  Events: { key: ['eventId'], indexes: {} },
  Seats: {
    key: ['eventId'],
    indexes: { byStatus: ['status', 'dateEventId'], byDate: ['kind', 'dateEventId'] },
  },
  Users: { key: ['userId'], indexes: {} },
  Registrations: {
    key: ['eventId', 'userId'],
    indexes: { byPlace: ['eventId', 'place'], byUser: ['userId', 'eventId'] },
  },
};

const functionKeys = [...new Set(Object.values(ROUTES))];

let packaged: Packaged;
let resources: Packaged['resources'];
/** The functions as serverless.yml has them. */
let functions: Record<string, { iamRoleStatements: object[] }>;
beforeAll(async () => {
  const [result, { stdout }] = await Promise.all([
    packageProject(),
    serverless(['print', '--format', 'json', '--stage', 'prod']),
  ]);
  packaged = result;
  ({ resources } = packaged);
  ({ functions } = JSON.parse(stdout));
});
afterAll(cleanUp);

const ofType = (type: string) =>
  Object.entries(resources).filter(([, { Type }]) => Type === type) as [string, Resource][];

const propertiesOf = (id: string) => resources[id]?.Properties;

test('every function is there, and runs on Node 24 on arm64, with the names of the stage’s tables', () => {
  expect(
    ofType('AWS::Lambda::Function')
      .map(([id]) => id)
      .sort(),
  ).toEqual(functionKeys.map(functionId).sort());
  for (const key of functionKeys) {
    expect(propertiesOf(functionId(key))).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: `functions/${key}.handler`,
      Environment: {
        Variables: {
          EVENTS_TABLE: 'event-management-api-prod-events',
          SEATS_TABLE: 'event-management-api-prod-seats',
          USERS_TABLE: 'event-management-api-prod-users',
          REGISTRATIONS_TABLE: 'event-management-api-prod-registrations',
        },
      },
    });
  }
});

test.each(functionKeys)(
  '%s has a role of its own: for its own log, and for what serverless.yml says, item by item',
  key => {
    const role = functionId(key).replace('LambdaFunction', 'IamRoleLambdaExecution');
    expect(propertiesOf(functionId(key)).Role).toEqual({ 'Fn::GetAtt': [role, 'Arn'] });
    const { Policies, ManagedPolicyArns } = propertiesOf(role);
    expect(ManagedPolicyArns).toEqual([]);
    expect(Policies).toHaveLength(1);
    const [log, ...statements] = Policies[0].PolicyDocument.Statement;
    expect(log.Action.filter((action: string) => !action.startsWith('logs:'))).toEqual([]);
    expect(log.Resource).toHaveLength(1);
    expect(JSON.stringify(log.Resource)).toContain(`:/aws/lambda/event-management-api-prod-${key}:`);
    expect(statements).toEqual(functions[key]?.iamRoleStatements);
    // The functions are tested against a database that understands no other kind of statement.
    for (const statement of statements) {
      expect(statement).toEqual({
        Effect: 'Allow',
        Action: expect.any(Array),
        Resource: expect.any(Array),
      });
      expect(JSON.stringify(statement)).not.toContain('*');
    }
  },
);

test('every route of the contract leads to its function', () => {
  const routes = ofType('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => {
    const integration = Properties.Target['Fn::Join'][1][1].Ref;
    return [Properties.RouteKey, JSON.stringify(propertiesOf(integration).IntegrationUri)];
  });
  expect(routes.map(([route]) => route).sort()).toEqual(Object.keys(ROUTES).sort());
  for (const [route, uri] of routes) {
    expect(uri).toContain(`"${functionId(String(ROUTES[String(route)]))}"`);
  }
});

test('the tables carry the stage in their names, have the keys and indexes that the code uses, and survive the stack', () => {
  const names = Object.keys(TABLES).map(name => `${name}Table`);
  expect(
    ofType('AWS::DynamoDB::Table')
      .map(([id]) => id)
      .sort(),
  ).toEqual(names.sort());
  type Index = { IndexName: string; KeySchema: { AttributeName: string }[] };
  const attributes = ({ KeySchema }: Pick<Index, 'KeySchema'>) => KeySchema.map(key => key.AttributeName);
  for (const [name, { key, indexes }] of Object.entries(TABLES)) {
    const table = propertiesOf(`${name}Table`);
    expect(table.TableName).toBe(`event-management-api-prod-${name.toLowerCase()}`);
    expect(attributes(table)).toEqual(key);
    const found: Index[] = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
    expect(Object.fromEntries(found.map(index => [index.IndexName, attributes(index)]))).toEqual(indexes);
    expect(resources[`${name}Table`]).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  }
});

test('packaging one stage leaves the files of a server that runs at another one alone', async () => {
  await access(packaged.otherStage);
});

/** Unpacks the zip of a function into a folder of its own, and returns the URL of its bundle. */
async function unpack(key: string): Promise<string> {
  const folder = await temporaryFolder();
  const zip = await JSZip.loadAsync(await readFile(join(packaged.zips, `${key}.zip`)));
  const files = Object.values(zip.files).filter(({ dir }) => !dir);
  const names = [`functions/${key}.js`, 'functions/package.json'];
  expect(files.map(({ name }) => name).sort()).toEqual(names.sort());
  for (const file of files) {
    await mkdir(dirname(join(folder, file.name)), { recursive: true });
    await writeFile(join(folder, file.name), await file.async('nodebuffer'));
  }
  return pathToFileURL(join(folder, 'functions', `${key}.js`)).href;
}

test('each function’s zip holds its bundle and what marks it as an ES module, and plain Node can import it', async () => {
  const zips = (await readdir(packaged.zips)).filter(name => name.endsWith('.zip'));
  expect(zips.sort()).toEqual(functionKeys.map(key => `${key}.zip`).sort());
  const urls = await Promise.all(functionKeys.map(unpack));
  const program = `for (const url of ${JSON.stringify(urls)}) console.log(typeof (await import(url)).handler);`;
  const { Variables } = propertiesOf(functionId('getEvent')).Environment;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...Variables, AWS_REGION: 'eu-central-1' },
  });
  expect(stdout.trim().split('\n')).toEqual(functionKeys.map(() => 'function'));
});
