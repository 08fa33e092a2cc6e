import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { endpointModule } from '../../build/bundles/endpoint.ts';
import { writeBundle } from '../support/packaging/bundles.ts';
import { root } from '../support/servers/commands.ts';
import { cleanUp, temporaryFolder } from '../support/servers/npmStart.ts';

afterAll(cleanUp);

const resolverFor = async (region: string) =>
  (await import(`data:text/javascript,${encodeURIComponent(endpointModule(region))}`))
    .defaultEndpointResolver;

const REGIONS = ['eu-central-1', 'us-east-1', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1'];
const BOTH = [false, true];

test.each(REGIONS)('a bundle for %s finds the addresses that the SDK finds there', async Region => {
  const resolve = await resolverFor(Region);
  const { endpointProvider } = new DynamoDBClient({ region: Region }).config;
  const addressBy = (provider: typeof endpointProvider, params: object) => {
    try {
      return provider({ Region, ...params }).url.href;
    } catch {
      return 'none';
    }
  };
  const kinds = BOTH.flatMap(UseFIPS => BOTH.map(UseDualStack => ({ UseFIPS, UseDualStack })));
  const found = kinds.map(kind => addressBy(resolve, kind));
  expect(found).toEqual(kinds.map(kind => addressBy(endpointProvider, kind)));
  expect(found[0]).toContain(Region);
});

test('a bundle uses the address that it is told', async () => {
  const resolve = await resolverFor('eu-central-1');
  const Endpoint = 'http://127.0.0.1:8000';
  expect(resolve({ Region: 'local', Endpoint }).url.href).toBe(`${Endpoint}/`);
});

test('a bundle says so when it runs in another region than it was made for', async () => {
  const resolve = await resolverFor('eu-central-1');
  expect(() => resolve({ Region: 'us-east-1', UseFIPS: false, UseDualStack: false })).toThrow(
    'it was made for eu-central-1',
  );
});

/** Starts a bundle in a process that finds no host, and prints the names of those that it looks for. */
const HOSTS = `process.getBuiltinModule('dns').lookup = (host, options, found) => {
    process.stdout.write(host + '\\n');
    found(new Error('There is no internet in tests.'));
  };
  await import(process.argv[1]);`;

test.each([
  ['', 'dynamodb.eu-central-1.amazonaws.com'],
  ['AWS_USE_FIPS_ENDPOINT', 'dynamodb-fips.eu-central-1.amazonaws.com'],
  ['AWS_USE_DUALSTACK_ENDPOINT', 'dynamodb.eu-central-1.api.aws'],
])('a function that Lambda starts with the setting %p looks for %s', async (setting, host) => {
  const bundle = await writeBundle('getEvent', await temporaryFolder());
  const configuration = await readFile(join(root, 'serverless.yml'), 'utf8');
  const tables = [...configuration.matchAll(/^ {4}(\w+_TABLE):/gm)].map(([, name]) => [name, 'a-table']);
  const env = {
    ...Object.fromEntries(tables),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    ...(setting && { [setting]: 'true' }),
    // The line about the start would stand beside the hosts.
    POWERTOOLS_LOG_LEVEL: 'ERROR',
  };
  const args = ['--input-type=module', '--eval', HOSTS, bundle];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  expect(stdout).toBe(`${host}\n`);
});
