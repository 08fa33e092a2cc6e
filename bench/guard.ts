import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';
import { bundleOptions } from '../build/bundles/options.ts';
import { alignedTable, percentile, targetLine } from './figures.ts';
import { progress } from './progress.ts';

const { values: options } = parseArgs({
  options: {
    /** Each function is imported so often in each way, in a fresh process each time. */
    times: { type: 'string', default: '31' },
    functions: { type: 'string', default: 'registerForEvent,updateEvent,listUsers,getEvent' },
  },
});
const times = Number(options.times);

/** The import of a function may take so much longer where access control is on. */
const MAX_MORE_MS = 15;

/** Where it is off, it may take so much longer than without the code of access control, which is noise. */
const NOISE_MS = 2;

const root = fileURLToPath(new URL('..', import.meta.url));

/** The ways in which a function is imported, with what they add to its environment. */
const WAYS = {
  without: {},
  off: {},
  on: { AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'events-api' },
};
type Way = keyof typeof WAYS;

const serverless = readFileSync(`${root}serverless.yml`, 'utf8');
const tables = [...serverless.matchAll(/^ {4}(\w+_TABLE):/gm)].map(([, name = '']) => [name, 'a-table']);
const environment = { ...Object.fromEntries(tables), AWS_REGION: 'eu-central-1' };

/** Leaves access control out of a bundle. */
const withoutGuard: Plugin = {
  name: 'without-guard',
  setup: ({ onLoad }) =>
    onLoad({ filter: /guardedEndpoint\.ts$/ }, () => ({
      contents: `import { compose } from './endpoint.ts';
        const guard = { beforeReading: [], beforeValidation: [], grant: () => ({}) };
        export const guardedEndpoint = (validate, handle) => compose(validate, guard, handle);`,
      loader: 'js',
      resolveDir: `${root}lib/handlers`,
    })),
};

/** Bundles a function as packages have it, and returns the file and its size in kilobytes. */
async function bundleOf(name: string, way: Way): Promise<{ file: string; size: number }> {
  const folder = `${root}.build/bench/guard/${way === 'without' ? 'without' : 'with'}`;
  const { plugins = [], ...others } = bundleOptions('eu-central-1');
  const { metafile } = await build({
    ...others,
    entryPoints: [`${root}functions/${name}.ts`],
    outdir: folder,
    plugins: [...plugins, ...(way === 'without' ? [withoutGuard] : [])],
    logLevel: 'error',
    metafile: true,
  });
  await writeFile(`${folder}/package.json`, '{ "type": "module" }\n');
  const scripts = Object.entries(metafile.outputs).filter(([output]) => output.endsWith('.js'));
  return {
    file: `${folder}/${name}.js`,
    size: scripts.reduce((sum, [, { bytes }]) => sum + bytes, 0) / 1000,
  };
}

/** What verifies tokens is loaded right after the import, which therefore ends a turn later. */
const IMPORT = `const begun = performance.now();
  await import(process.argv[1]);
  await new Promise(setImmediate);
  process.stdout.write(String(performance.now() - begun));`;

async function importMs(file: string, way: Way): Promise<number> {
  const args = ['--input-type=module', '--eval', IMPORT, file];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...environment, ...WAYS[way] },
  });
  return Number(stdout);
}

/** Imports a function in all ways by turns, so that what else the machine does hits them alike. */
async function measure(name: string) {
  const ways = Object.keys(WAYS) as Way[];
  const bundles = new Map<Way, { file: string; size: number }>();
  for (const way of ways) bundles.set(way, await bundleOf(name, way));
  const taken: Record<Way, number[]> = { without: [], off: [], on: [] };
  for (let n = 0; n < times; n += 1) {
    for (const way of ways) taken[way].push(await importMs(bundles.get(way)?.file ?? '', way));
  }
  const median = (way: Way) =>
    percentile(
      taken[way].sort((one, other) => one - other),
      0.5,
    );
  return {
    name,
    sizes: { without: bundles.get('without')?.size ?? 0, on: bundles.get('on')?.size ?? 0 },
    ms: { without: median('without'), off: median('off'), on: median('on') },
  };
}

const rows = [];
for (const name of options.functions.split(',')) {
  progress(`${name}: ${3 * times} imports in fresh processes …`);
  rows.push(await measure(name));
}

const HEAD = ['function', 'without ms', 'off ms', 'on ms', 'without KB', 'with KB'];
const table = rows.map(({ name, ms, sizes }) => [
  name,
  ...[ms.without, ms.off, ms.on].map(value => value.toFixed(1)),
  ...[sizes.without, sizes.on].map(value => value.toFixed(0)),
]);
const lines = rows.flatMap(({ name, ms }) => [
  targetLine(
    ms.off - ms.without <= NOISE_MS,
    `${name}: off, its import takes no longer (${more(ms.off, ms.without)})`,
  ),
  targetLine(
    ms.on - ms.off <= MAX_MORE_MS,
    `${name}: on, at most ${MAX_MORE_MS} ms more (${more(ms.on, ms.off)})`,
  ),
]);
process.stdout.write(
  `Medians of the import of bundles, by access control.\n\n${alignedTable([HEAD, ...table])}\n\n`,
);
process.stdout.write(`${lines.join('\n')}\n`);

function more(one: number, other: number): string {
  return `${(one - other).toFixed(1)} ms`;
}
