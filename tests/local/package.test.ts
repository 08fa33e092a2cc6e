import { execFile } from 'node:child_process';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import JSZip from 'jszip';
import { describeAlarms, describeParameters } from '../support/packaging/packagedAlarms.ts';
import { describeConsumers } from '../support/packaging/packagedConsumers.ts';
import { describeDashboard } from '../support/packaging/packagedDashboard.ts';
import { describeDocs } from '../support/packaging/packagedDocs.ts';
import {
  describeFunctions,
  describeRoles,
  functionKeys,
  pathOf,
} from '../support/packaging/packagedFunctions.ts';
import { describeRoutes } from '../support/packaging/packagedRoutes.ts';
import { describeTables } from '../support/packaging/packagedTables.ts';
import { functionId, type Packaged, packageProject } from '../support/packaging/packaging.ts';
import { serverless } from '../support/servers/commands.ts';
import { cleanUp, temporaryFolder } from '../support/servers/npmStart.ts';

let packaged: Packaged;
let resources: Packaged['resources'];
/** The functions of serverless.yml. */
let functions: Record<string, { iamRoleStatements: object[] }>;
/** The grants of serverless.yml, from which functions choose. */
let grants: object;
/** The parameters of the template when nobody passes one. */
let unset: Packaged['parameters'];
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
  unset = service.resources.Parameters;
}, 180_000);
afterAll(cleanUp);

describeFunctions(() => ({ resources, functions, grants }));
describeRoles(() => ({ resources, functions, grants }));
describeRoutes(() => resources);
describeTables(() => resources);
describeConsumers(() => resources);
describeAlarms(() => resources);
describeDashboard(() => resources);
describeParameters(() => ({ ...packaged, unset }));

test('packaging a stage keeps the files of a server that runs at another stage', async () => {
  await access(packaged.otherStage);
});

test('packaging the stage prod without access control ends with a warning', () => {
  expect(packaged.printed.match(/^.*ACCESS CONTROL IS OFF in the stage prod: .*$/gm)).toHaveLength(1);
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

const ACCESS_ON = { AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'events' };

test('each zip holds a bundle that plain Node can import as an ES module, with access control and without', async () => {
  const zips = (await readdir(packaged.zips)).filter(name => name.endsWith('.zip'));
  expect(zips.sort()).toEqual(functionKeys.map(key => `${key}.zip`).sort());
  const urls = await Promise.all(functionKeys.map(unpack));
  const program = `for (const url of ${JSON.stringify(urls)}) console.log(typeof (await import(url)).handler);`;
  const variables = resources[functionId('getEvent')]?.Properties.Environment.Variables;
  for (const settings of [{}, ACCESS_ON]) {
    const args = ['--input-type=module', '--eval', program];
    const env = { ...variables, AWS_REGION: 'eu-central-1', ...settings };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(stdout.trim().split('\n')).toEqual(functionKeys.map(() => 'function'));
  }
});

describeDocs(functionKeys, unpack);
