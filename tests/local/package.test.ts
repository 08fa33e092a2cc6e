import { execFile } from 'node:child_process';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import JSZip from 'jszip';
import { consumerKeys, describeConsumers, grantedToRead } from '../support/packaging/packagedConsumers.ts';
import { describeDocs } from '../support/packaging/packagedDocs.ts';
import { describeTables } from '../support/packaging/packagedTables.ts';
import {
  attributeOf,
  functionId,
  ofType,
  type Packaged,
  packageProject,
  WEBHOOK,
} from '../support/packaging/packaging.ts';
import { serverless } from '../support/servers/commands.ts';
import { cleanUp, temporaryFolder } from '../support/servers/npmStart.ts';

const ROUTES: Record<string, string> = {
  'GET /': 'getRoot',
  'GET /health': 'getHealth',
  'GET /openapi.json': 'getOpenApi',
  'GET /docs': 'getDocs',
  'GET /docs/{file}': 'getDocsFile',
  'POST /events': 'createEvent',
  'GET /events': 'listEvents',
  'GET /events/{eventId}': 'getEvent',
  'PUT /events/{eventId}': 'updateEvent',
  'DELETE /events/{eventId}': 'deleteEvent',
  'POST /users': 'createUser',
  'GET /users': 'listUsers',
  'GET /users/{userId}': 'getUser',
  'DELETE /users/{userId}': 'deleteUser',
  'POST /events/{eventId}/registrations': 'registerForEvent',
  'POST /events/{eventId}/register': 'registerForEvent',
  'DELETE /events/{eventId}/registrations/{userId}': 'unregisterFromEvent',
  'DELETE /events/{eventId}/register/{userId}': 'unregisterFromEvent',
  'POST /events/{eventId}/registrations/{userId}/check-in': 'checkIn',
  'DELETE /events/{eventId}/registrations/{userId}/check-in': 'undoCheckIn',
  'GET /events/{eventId}/calendar.ics': 'getEventCalendar',
  'GET /users/{userId}/calendar.ics': 'getUserCalendar',
  'GET /events/{eventId}/registrations': 'listEventRegistrations',
  'GET /users/{userId}/registrations': 'listUserRegistrations',
  'GET /events/{eventId}/history': 'listEventHistory',
  'GET /users/{userId}/history': 'listUserHistory',
  $default: 'routeNotFound',
};

/** Whatever takes GET takes HEAD. */
const headOf = (route: string) => route.replace(/^GET/, 'HEAD');
const getOf = (route: string) => route.replace(/^HEAD/, 'GET');

/** The functions that are called by hand, or by a schedule. */
const otherKeys = ['auditEvent', 'redriveNotices', 'redriveRecords', 'releaseStaleHolds'];

const functionKeys = [...new Set(Object.values(ROUTES)), ...consumerKeys, ...otherKeys];

/** What a function's environment has besides the names of the tables. Nobody else is told the secret. */
const ENVIRONMENTS: Record<string, object> = {
  updateEvent: { WEBHOOK_URL: WEBHOOK.WEBHOOK_URL },
  settleEvent: { WEBHOOK_URL: WEBHOOK.WEBHOOK_URL },
  announceCancellation: { WEBHOOK_URL: WEBHOOK.WEBHOOK_URL },
  sendNotices: { ...WEBHOOK, LATE_NOTICES_URL: { Ref: 'LateNoticesQueue' } },
  resendNotices: { ...WEBHOOK, LATE_NOTICES_URL: { Ref: 'LateNoticesQueue' } },
  redriveNotices: { DEAD_NOTICES_ARN: attributeOf('DeadNoticesQueue', 'Arn') },
  redriveRecords: { DEAD_RECORDS_URL: { Ref: 'DeadRecordsQueue' } },
};

/** Where a function is in `functions/`. */
const pathOf = (key: string) => {
  if (key === 'resendNotices') return `queues/${key}`;
  return consumerKeys.includes(key) ? `streams/${key}` : key;
};

let packaged: Packaged;
let resources: Packaged['resources'];
/** The functions as serverless.yml has them. */
let functions: Record<string, { iamRoleStatements: object[] }>;
/** The grants that functions choose from. */
let grants: object;
beforeAll(async () => {
  const [result, { stdout }] = await Promise.all([
    packageProject(),
    serverless(['print', '--format', 'json', '--stage', 'prod']),
  ]);
  packaged = result;
  ({ resources } = packaged);
  const service = JSON.parse(stdout);
  ({ functions } = service);
  ({ grants } = service.custom);
}, 180_000);
afterAll(cleanUp);

const propertiesOf = (id: string) => resources[id]?.Properties;

test('every function is there, and runs on Node 24 on arm64, with the names of the stage’s tables and what else it needs', () => {
  expect(
    ofType(resources, 'AWS::Lambda::Function')
      .map(([id]) => id)
      .sort(),
  ).toEqual(functionKeys.map(functionId).sort());
  for (const key of functionKeys) {
    expect(propertiesOf(functionId(key))).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: `functions/${pathOf(key)}.handler`,
    });
    expect(propertiesOf(functionId(key)).Environment.Variables).toEqual({
      EVENTS_TABLE: 'event-management-api-prod-events',
      SEATS_TABLE: 'event-management-api-prod-seats',
      USERS_TABLE: 'event-management-api-prod-users',
      REGISTRATIONS_TABLE: 'event-management-api-prod-registrations',
      HISTORY_TABLE: 'event-management-api-prod-history',
      ANNOUNCEMENTS_TABLE: 'event-management-api-prod-announcements',
      DELETIONS_TABLE: 'event-management-api-prod-deletions',
      HOLD_OUTCOMES_TABLE: 'event-management-api-prod-slips',
      ANSWERS_TABLE: 'event-management-api-prod-answers',
      ...ENVIRONMENTS[key],
    });
  }
});

test.each(functionKeys)(
  '%s has a role of its own: for its own log, for what it reads from, and for what serverless.yml says, item by item',
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
    expect(statements).toEqual([...grantedToRead(key), ...(functions[key]?.iamRoleStatements ?? [])]);
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

/** The statements in a group of grants, which may have groups in it. */
const statementsIn = (group: object): object[] =>
  'Effect' in group ? [group] : Object.values(group).flatMap(statementsIn);

test('every grant has one name, and some function needs it', () => {
  const named = statementsIn(grants).map(statement => JSON.stringify(statement));
  const needed = Object.values(functions).flatMap(one => one.iamRoleStatements);
  const distinct = new Set(needed.map(statement => JSON.stringify(statement)));
  expect(named.sort()).toEqual([...distinct].sort());
});

test.each(functionKeys)('%s has a description, as short as Lambda wants it', key => {
  expect(propertiesOf(functionId(key)).Description).toMatch(/^[A-Z][ -~]{1,254}\.$/);
});

test('every route of the contract leads to its function', () => {
  const routes = ofType(resources, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => {
    const integration = Properties.Target['Fn::Join'][1][1].Ref;
    return [Properties.RouteKey, JSON.stringify(propertiesOf(integration).IntegrationUri)];
  });
  const heads = Object.keys(ROUTES).flatMap(route => (route.startsWith('GET') ? [headOf(route)] : []));
  expect(routes.map(([route]) => route).sort()).toEqual([...Object.keys(ROUTES), ...heads].sort());
  for (const [route, uri] of routes) {
    expect(uri).toContain(`"${functionId(String(ROUTES[getOf(String(route))]))}"`);
  }
});

test('every minute somebody looks for numbers that nobody landed, and nothing else runs by a schedule', () => {
  const rules = ofType(resources, 'AWS::Events::Rule').map(([, { Properties }]) => Properties);
  expect(rules).toEqual([
    expect.objectContaining({
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [expect.objectContaining({ Arn: attributeOf(functionId('releaseStaleHolds'), 'Arn') })],
    }),
  ]);
});

describeTables(() => resources);
describeConsumers(() => resources);

test('packaging one stage leaves the files of a server that runs at another one alone', async () => {
  await access(packaged.otherStage);
});

/** Unpacks the zip of a function into a folder of its own, and returns the URL of its bundle. */
async function unpack(key: string): Promise<string> {
  const folder = await temporaryFolder();
  const zip = await JSZip.loadAsync(await readFile(join(packaged.zips, `${key}.zip`)));
  const files = Object.values(zip.files).filter(({ dir }) => !dir);
  const bundle = `functions/${pathOf(key)}.js`;
  const names = [bundle, 'functions/package.json'];
  expect(files.map(({ name }) => name).sort()).toEqual(names.sort());
  for (const file of files) {
    await mkdir(dirname(join(folder, file.name)), { recursive: true });
    await writeFile(join(folder, file.name), await file.async('nodebuffer'));
  }
  return pathToFileURL(join(folder, bundle)).href;
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

describeDocs(functionKeys, unpack);
