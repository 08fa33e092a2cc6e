import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { bundleOptions } from '../../../build/bundles/options.ts';
import { root } from '../servers/commands.ts';
import { REGION } from './arns.ts';

/** What the bundle of a function contains, in bytes: all that it loads when it starts, and what it may load later. */
export type Contents = { path: string; loaded: number; apart: number; packages: Record<string, number> };

/** No function of a route loads more when it starts. */
export const MAX_LOADED_BYTES = 260_000;

/** The paths of all functions in `functions/`: those of routes come first. */
export const functionPaths = (): string[] =>
  globSync('functions/**/*.ts', { cwd: root })
    .map(file => file.replace(/^functions\/|\.ts$/g, ''))
    .sort((one, other) => Number(one.includes('/')) - Number(other.includes('/')) || (one < other ? -1 : 1));

/** The functions that have routes. */
export const routePaths = (): string[] => functionPaths().filter(path => !path.includes('/'));

const entryOf = (path: string) => `functions/${path}.ts`;

/** Bundles a function as packages have it, or for this machine where there is no region. */
const bundled = (path: string, region: string | null, options: object) =>
  build({
    ...bundleOptions(region ?? undefined),
    absWorkingDir: root,
    entryPoints: [entryOf(path)],
    metafile: true,
    ...options,
  });

/** Writes the bundle of a function into a folder, as its zip has it, and returns the file. */
export async function writeBundle(path: string, folder: string): Promise<string> {
  const outdir = join(folder, 'functions', dirname(path));
  await bundled(path, REGION, { outdir });
  await writeFile(join(folder, 'functions', 'package.json'), '{ "type": "module" }\n');
  return join(folder, 'functions', `${path}.js`);
}

/** Says what is in the bundle of a function, which is not written. */
export async function contentsOf(path: string, region: string | null = REGION): Promise<Contents> {
  const { metafile = { inputs: {}, outputs: {} } } = await bundled(path, region, {
    outdir: 'bundle',
    write: false,
  });
  const entry = entryOf(path);
  const loaded = loadedFiles(metafile, entry);
  const scripts = Object.keys(metafile.outputs).filter(name => name.endsWith('.js'));
  const bytesOf = (names: string[]) =>
    names.reduce((sum, name) => sum + (metafile.outputs[name]?.bytes ?? 0), 0);
  return {
    path,
    loaded: bytesOf(loaded),
    apart: bytesOf(scripts.filter(name => !loaded.includes(name))),
    packages: packagesIn(metafile, scripts),
  };
}

/** The files that a bundle consists of when it starts: the first one, and all that it imports at once. */
function loadedFiles({ outputs }: Metafile, entry: string): string[] {
  const [first = ''] = Object.keys(outputs).filter(name => outputs[name]?.entryPoint === entry);
  const found = new Set([first]);
  for (const name of found)
    for (const { path, kind } of outputs[name]?.imports ?? [])
      if (kind === 'import-statement') found.add(path);
  return [...found];
}

function packagesIn({ outputs }: Metafile, scripts: string[]): Record<string, number> {
  const packages: Record<string, number> = {};
  for (const script of scripts) {
    for (const [file, { bytesInOutput }] of Object.entries(outputs[script]?.inputs ?? {})) {
      const name = packageOf(file);
      if (bytesInOutput > 0) packages[name] = (packages[name] ?? 0) + bytesInOutput;
    }
  }
  return packages;
}

/** The package of a file, or the part of this project that it belongs to. */
function packageOf(file: string): string {
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  if (name) return name;
  if (/^(required-)?builtin:/.test(file)) return 'Node';
  if (file.startsWith('.build/validators/')) return 'validators';
  if (file.startsWith('.build/docs/')) return '.build/docs';
  if (file === '.build/apiDocument.js') return 'openapi.json';
  if (file.startsWith('schemas/')) return 'schemas';
  return /^(lib|functions)\//.test(file) ? 'this project' : file;
}
