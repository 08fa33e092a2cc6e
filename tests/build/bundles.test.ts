import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { access } from '../../schemas/access.ts';
import { requests } from '../../schemas/requests.ts';
import { type Contents, contentsOf, MAX_LOADED_BYTES, routePaths } from '../support/packaging/bundles.ts';

/** A package may grow by so much before somebody has to look at it. */
const MAX_GROWTH = 1.03;
const NOISE_BYTES = 500;

/** These grow with what the service can do. Only the sum is limited. */
const OWN = ['this project', 'validators'];

const recordedFile = fileURLToPath(new URL('recordedBundles.json', import.meta.url));

let all: Contents[];
beforeAll(async () => {
  all = [];
  for (const path of routePaths()) all.push(await contentsOf(path));
  if (process.env.RECORD_BUNDLES) await writeFile(recordedFile, `${JSON.stringify(largest(), null, 2)}\n`);
});

/** The most that a function has of each package. */
function largest(): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [name, bytes] of all.flatMap(({ packages }) => Object.entries(packages)))
    if (!OWN.includes(name)) found[name] = Math.max(found[name] ?? 0, bytes);
  return Object.fromEntries(Object.entries(found).sort(([, one], [, other]) => other - one));
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;

const listed = ({ packages }: Contents) =>
  Object.entries(packages)
    .sort(([, one], [, other]) => other - one)
    .map(([name, bytes]) => `${name} ${kilobytes(bytes)}`)
    .join(', ');

test('no function of a route loads more than 260 KB when it starts', () => {
  const tooLarge = all.filter(({ loaded }) => loaded > MAX_LOADED_BYTES);
  expect(tooLarge.map(one => `${one.path} loads ${kilobytes(one.loaded)}: ${listed(one)}`)).toEqual([]);
});

test('no package takes more of a bundle than it did. RECORD_BUNDLES=1 records what it takes now', async () => {
  const recorded: Record<string, number> = JSON.parse(await readFile(recordedFile, 'utf8'));
  const grown = all.flatMap(({ path, packages }) =>
    Object.entries(packages)
      .filter(([name]) => !OWN.includes(name))
      .filter(([name, bytes]) => bytes > (recorded[name] ?? 0) * MAX_GROWTH + NOISE_BYTES)
      .map(
        ([name, bytes]) =>
          `${path}: ${name} grew from ${kilobytes(recorded[name] ?? 0)} to ${kilobytes(bytes)}`,
      ),
  );
  expect(grown).toEqual([]);
  expect(Object.keys(recorded).filter(name => !(name in largest()))).toEqual([]);
});

const pathsWhere = (isWanted: (path: string) => boolean) => routePaths().filter(isWanted);
const partsOf = (path: string): object => requests[path as keyof typeof requests];
const WITHOUT_DATABASE = ['getDocs', 'getDocsFile', 'getOpenApi', 'getRoot', 'routeNotFound'];

const isGuarded = (path: string) =>
  !(access[path as keyof typeof access] as readonly string[]).includes('anyone');
/** These are for anybody, and find out who asks for a draft. */
const SHOWS_DRAFTS = ['getEvent', 'getEventAvailability', 'getEventCalendar', 'listEvents'];

/** The functions that contain what serves one feature. */
const FEATURES: Record<string, string[]> = {
  '@aws-sdk/client-dynamodb': pathsWhere(path => !WITHOUT_DATABASE.includes(path)),
  jose: pathsWhere(path => isGuarded(path) || SHOWS_DRAFTS.includes(path)),
  '@middy/http-json-body-parser': pathsWhere(path => 'body' in partsOf(path)),
  '@middy/http-content-negotiation': pathsWhere(path => 'csvQuery' in partsOf(path)),
  'csv-stringify': pathsWhere(path => 'csvQuery' in partsOf(path)),
  'ical-generator': ['getEventCalendar', 'getUserCalendar'],
  'openapi.json': ['getOpenApi'],
  '.build/docs': ['getDocsFile'],
};

test.each(Object.entries(FEATURES))('only functions that need it contain %s', (name, paths) => {
  expect(all.filter(({ packages }) => name in packages).map(({ path }) => path)).toEqual(paths);
});

test('no function contains Ajv, and of schemas only the names of fields and types', () => {
  for (const { packages } of all) {
    expect(Object.keys(packages).filter(name => name.startsWith('ajv'))).toEqual([]);
    expect(packages.schemas ?? 0).toBeLessThan(250);
  }
});

test('what verifies tokens is apart, and so are the files of the page at /docs: they are read when they are needed', () => {
  for (const { path, packages, apart } of all)
    expect(apart > 0).toBe('jose' in packages || path === 'getDocsFile');
});

test('a packaged function has the credentials of its environment alone, and on this machine all ways to them', async () => {
  const chain = (names: string[]) => names.filter(name => name.startsWith('@aws-sdk/credential-provider-'));
  expect(chain(Object.keys(largest()))).toEqual(['@aws-sdk/credential-provider-env']);
  const { packages } = await contentsOf('getEvent', null);
  expect(chain(Object.keys(packages))).toEqual(
    expect.arrayContaining(
      ['env', 'ini', 'node', 'process', 'sso'].map(name => `@aws-sdk/credential-provider-${name}`),
    ),
  );
});
