import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { type Contents, contentsOf, functionPaths } from '../tests/support/packaging/bundles.ts';
import { alignedTable } from './figures.ts';
import { progress } from './progress.ts';

const { values: options } = parseArgs({
  options: {
    /** The table is written here as JSON too. */
    json: { type: 'string', default: '.build/bench/bundles.json' },
  },
});

/** The columns of the table, each with the packages and parts of this project that it adds up. */
const COLUMNS: [name: string, what: RegExp][] = [
  ['own code', /^(this project|schemas|\.build\/(routes|docsNames)\.js|package\.json)$/],
  ['validator', /^validators$/],
  ['SDK', /^@(aws-sdk|smithy)\//],
  ['Powertools', /^@aws(-lambda-powertools)?\//],
  ['Middy', /^@middy\/(?!http-(json|content))/],
  ['calls', /^p-queue$/],
  ['body', /^@middy\/http-json/],
  ['JSON or CSV', /^(@middy\/http-content-negotiation|negotiator|content-type|csv-stringify)$/],
  ['calendar', /^ical-generator$/],
  ['tokens', /^jose$/],
  ['webhook', /^(standardwebhooks|@stablelib\/base64|fast-sha256)$/],
  ['documents', /^(openapi\.json|\.build\/docs)$/],
];

const kilobytes = (bytes: number): string => (bytes > 0 ? (bytes / 1000).toFixed(1) : '');

/** The bytes of a bundle in each column. What is in none of them is the rest. */
function columnsOf({ packages }: Contents): number[] {
  const sums = COLUMNS.map(([, what]) =>
    Object.entries(packages).reduce((sum, [name, bytes]) => sum + (what.test(name) ? bytes : 0), 0),
  );
  const known = sums.reduce((sum, bytes) => sum + bytes, 0);
  const all = Object.values(packages).reduce((sum, bytes) => sum + bytes, 0);
  return [...sums, all - known];
}

const contents: Contents[] = [];
progress(`Bundling ${functionPaths().length} functions …`);
for (const path of functionPaths()) contents.push(await contentsOf(path));

const head = ['function', 'loads', 'apart', ...COLUMNS.map(([name]) => name), 'rest'];
const rows = contents.map(one => [one.path, ...[one.loaded, one.apart, ...columnsOf(one)].map(kilobytes)]);
process.stdout.write(`What the bundle of each function contains, in kilobytes. It loads what is not apart when it starts.

${alignedTable([head, ...rows])}
`);
await mkdir(dirname(options.json), { recursive: true });
await writeFile(options.json, `${JSON.stringify(contents, null, 2)}\n`);
progress(`The packages of each bundle are in ${options.json}.`);
