import { execFile } from 'node:child_process';
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describeAlarms, describeParameters } from '../support/packaging/packagedAlarms.ts';
import { describeBench } from '../support/packaging/packagedBench.ts';
import { packagedCalls } from '../support/packaging/packagedCalls.ts';
import { describeConsumers, describeIdleConsumers } from '../support/packaging/packagedConsumers.ts';
import { describeDashboard } from '../support/packaging/packagedDashboard.ts';
import { describeCalls } from '../support/packaging/packagedDatabaseCalls.ts';
import { describeClients, describeDeadRecords } from '../support/packaging/packagedDeadRecords.ts';
import { describeDocs } from '../support/packaging/packagedDocs.ts';
import {
  describeFunctions,
  describeRoles,
  describeTraced,
  functionKeys,
  pathOf,
} from '../support/packaging/packagedFunctions.ts';
import { describeDefaultLimits, describeLimits, LIMITS } from '../support/packaging/packagedLimits.ts';
import { describeNames } from '../support/packaging/packagedNames.ts';
import { describeRoutes } from '../support/packaging/packagedRoutes.ts';
import { describeNamedSecret, describeSecret } from '../support/packaging/packagedSecret.ts';
import { describeStarts } from '../support/packaging/packagedStarts.ts';
import {
  describeRestoredTables,
  describeRunbook,
  describeTables,
} from '../support/packaging/packagedTables.ts';
import {
  functionId,
  PARAMS,
  type Packaged,
  packageProject,
  WEBHOOK,
} from '../support/packaging/packaging.ts';
import { unpack } from '../support/packaging/unpack.ts';
import { root, serverless } from '../support/servers/commands.ts';
import { cleanUp } from '../support/servers/npmStart.ts';

const BRANCH = 'feature-waitlist-by-email-2026';
/** These differ from what a stage has by default. */
const ORIGINS = 'https://app.example,https://shop.example';
const SECRET = '/elsewhere/secret-of.notices';
const PARAMETERS = [
  'deletionProtection=false',
  'dataTables=restored',
  'tracing=true',
  'sourceMaps=false',
  `allowedOrigins=${ORIGINS}`,
  `webhookSecretParameter=${SECRET}`,
  ...LIMITS,
];

let packaged: Packaged;
/** This stage has a long name, another region, other parameters and no webhook. */
let branch: Packaged;
let resources: Packaged['resources'];
/** The functions of serverless.yml. */
let functions: Record<string, { iamRoleStatements: object[] }>;
/** The parameters of alarms. */
const WATCHED = Object.entries(PARAMS).flatMap(([name, value]) => ['--param', `${name}=${value}`]);

/** The grants of serverless.yml, from which functions choose. */
let grants: object;
let provider: { stackTags: object };
/** The parameters of the template when nobody passes one. */
let unset: Packaged['parameters'];
beforeAll(async () => {
  const [result, { stdout }] = await Promise.all([
    packageProject(['--stage', 'prod', ...WATCHED], WEBHOOK),
    serverless(['print', '--format', 'json', '--stage', 'prod']),
  ]);
  packaged = result;
  const parameters = PARAMETERS.flatMap(one => ['--param', one]);
  branch = await packageProject(['--stage', BRANCH, '--region', 'ap-southeast-1', ...parameters], {});
  ({ resources } = packaged);
  const service = JSON.parse(stdout);
  ({ functions, provider } = service);
  ({ grants } = service.custom);
  unset = service.resources.Parameters;
}, 300_000);
afterAll(cleanUp);

describeFunctions(() => ({ resources, functions, grants }));
describeRoles(() => ({ resources, functions, grants }));
describeTraced(() => branch.resources);
describeRoutes(() => resources);
describeTables(() => resources);
describeRestoredTables(BRANCH, () => branch.resources);
describeRunbook();
describeDefaultLimits(() => resources);
describeLimits(() => branch.resources);
describeConsumers(() => resources);
describeIdleConsumers(() => branch.resources);
describeDeadRecords(() => resources);
describeSecret(() => packaged, unpackBundle);
describeNamedSecret(SECRET, () => branch.resources);
describeNames('the stage prod', () => packaged);
describeNames('a stage with thirty characters in Singapore', () => branch);
describeAlarms(() => resources);
describeDashboard(() => resources);
describeParameters(() => ({ ...packaged, unset }));

test('packaging a stage keeps the files of a server that runs at another stage', async () => {
  await access(packaged.otherStage);
});

test('functions of a stage with a long name share its beginning and a hash', () => {
  const { FunctionName } = branch.resources[functionId('listEventRegistrations')]?.Properties ?? {};
  expect(FunctionName).toMatch(/^event-management-api-feature-wai-[0-9a-f]{8}-listEventRegistrations$/);
});

test('a parameter names the origins whose pages functions answer', () => {
  for (const key of functionKeys) {
    const { Variables } = branch.resources[functionId(key)]?.Properties.Environment ?? {};
    expect(Variables).toMatchObject({ ALLOWED_ORIGINS: ORIGINS });
  }
});

test('packaging the stage prod without access control ends with a warning', () => {
  expect(packaged.printed.match(/^.*ACCESS CONTROL IS OFF in the stage prod: .*$/gm)).toHaveLength(1);
});

/** Unpacks the zip of a function into a folder of its own, and returns the URL of its bundle. */
async function unpackBundle(key: string, { zips } = packaged): Promise<string> {
  const { folder, names } = await unpack(join(zips, `${key}.zip`));
  const bundle = `functions/${pathOf(key)}.js`;
  const scripts = names.filter(name => name.startsWith(`functions/${pathOf(key)}.`) && name.endsWith('.js'));
  expect(scripts).toContain(bundle);
  // Each script has its map, and nothing of another function is there.
  const expected = [...scripts, ...scripts.map(name => `${name}.map`), 'functions/package.json'];
  expect(names.sort()).toEqual(expected.sort());
  return pathToFileURL(join(folder, bundle)).href;
}

test('a bundle has the addresses of DynamoDB in the region of its stage, and no others', async () => {
  for (const [stage, region] of [
    [packaged, 'eu-central-1'],
    [branch, 'ap-southeast-1'],
  ] as const) {
    const bundle = await readFile(fileURLToPath(await unpackBundle('getEvent', stage)), 'utf8');
    const found = bundle.match(/(?<=\bdynamodb(?:-fips)?\.)[a-z]+-[a-z]+-\d/g) ?? [];
    expect([...new Set(found)]).toEqual([region]);
  }
});

const ACCESS_ON = { AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'events' };

test('each zip holds a bundle that plain Node can import as an ES module, with access control and without', async () => {
  const zips = (await readdir(packaged.zips)).filter(name => name.endsWith('.zip'));
  expect(zips.sort()).toEqual(functionKeys.map(key => `${key}.zip`).sort());
  const urls = await Promise.all(functionKeys.map(key => unpackBundle(key)));
  const program = `for (const url of ${JSON.stringify(urls)}) console.log(typeof (await import(url)).handler);`;
  const variables = resources[functionId('getEvent')]?.Properties.Environment.Variables;
  for (const settings of [{}, ACCESS_ON]) {
    const args = ['--input-type=module', '--eval', program];
    const env = { ...variables, AWS_REGION: 'eu-central-1', ...settings };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(stdout.trim().split('\n')).toEqual(functionKeys.map(() => 'function'));
  }
});

test('the stack trace of a packaged function names the file and the line where it failed', async () => {
  const url = await unpackBundle('registerForEvent');
  const { NODE_OPTIONS } = resources[functionId('registerForEvent')]?.Properties.Environment.Variables ?? {};
  const args = ['--input-type=module', '--eval', `await import(${JSON.stringify(url)})`];
  // Without the names of tables it fails at its cold start.
  const failed: { stderr: string } = await promisify(execFile)(process.execPath, args, {
    env: { NODE_OPTIONS },
  }).catch(error => error);
  const [, line = ''] = /\/lib\/dynamo\/client\.ts:(\d+):\d+/.exec(failed.stderr) ?? [];
  const source = (await readFile(join(root, 'lib/dynamo/client.ts'), 'utf8')).split('\n');
  expect(source[Number(line) - 1]).toContain('throw');
});

test('the stack has tags, and nobody can make the bucket with the zips public', () => {
  expect(provider.stackTags).toEqual({ service: 'event-management-api', stage: 'prod' });
  expect(resources.ServerlessDeploymentBucket?.Properties.PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
});

describeDocs(unpackBundle);
describeClients(unpackBundle);
describeBench(() => packaged);

const called = packagedCalls(
  unpackBundle,
  key => resources[functionId(key)]?.Properties.Environment.Variables,
);
describeCalls(called);
describeStarts(called);
