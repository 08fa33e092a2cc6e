import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { beforeEnd } from '../../local/shutdown.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Each measurement has its bundles in a folder of its own, so that another one leaves them alone. */
export const FOLDER = mkdtempSync(join(tmpdir(), 'event-management-api-bench-'));
beforeEnd(() => rmSync(FOLDER, { recursive: true, force: true }));

/** CommonJS packages inside an ES module still call require(). */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const COMMON: BuildOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  banner: { js: REQUIRE },
  logLevel: 'error',
};

/** Baselines are minified wholly, without source maps. This is the fastest way to package them. */
const SMALLEST: BuildOptions = { minify: true };

/** Functions were packaged like this before: names are kept in the bundle, and nothing is left out of it. */
const EARLIER: BuildOptions = {
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: 'linked',
  sourcesContent: false,
};

/** Bundles a source file, and returns the bundle. */
async function bundle(source: string, name: string, options: BuildOptions): Promise<string> {
  const outfile = `${FOLDER}/${name}.mjs`;
  await build({ ...COMMON, ...options, entryPoints: [`${root}${source}`], outfile });
  return outfile;
}

/** Bundles the program that runs an instance, so that no TypeScript is compiled in its process. */
export const runnerBundle = () => bundle('bench/speed/runner.ts', 'runner', {});

/** Bundles a function of a baseline. */
export const baselineBundle = (path: string) =>
  bundle(`bench/baselines/${path}.ts`, `baselines/${path}`, SMALLEST);

/** Bundles functions of this service as they were packaged before. Returns the bundles, by their names. */
export async function earlierBundles(names: string[]): Promise<Map<string, string>> {
  const files = names.map(async name => {
    const file = await bundle(`functions/${name}.ts`, `earlier/${name}`, EARLIER);
    return [name, file] as const;
  });
  return new Map(await Promise.all(files));
}

/** Returns the kilobytes of 1,000 bytes that a bundle loads when it starts: the file, and all that it imports at once. */
export async function kilobytesOf(file: string): Promise<number> {
  const { metafile } = await build({
    entryPoints: [file],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outdir: 'bundle',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const { inputs, outputs } = metafile;
  const loaded = new Set(Object.values(outputs).map(({ entryPoint = '' }) => entryPoint));
  for (const name of loaded)
    for (const { path, kind, external } of inputs[name]?.imports ?? [])
      if (kind === 'import-statement' && !external) loaded.add(path);
  return [...loaded].reduce((sum, name) => sum + (inputs[name]?.bytes ?? 0), 0) / 1000;
}
