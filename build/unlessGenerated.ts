import { createHash } from 'node:crypto';
import { access, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from './writeAtomically.ts';

/** Generated files are made of these, and of packages, all of whose versions npm writes to the last one. */
const SOURCES = [
  'build',
  'lib',
  'schemas',
  'openapi.json',
  'package.json',
  'node_modules/.package-lock.json',
];

/** Another program than npm may have installed the packages. */
const UNKNOWN = 'unknown';

type Stamp = { sources: string; files: string[] };

/**
 * Generates files, unless those are there that were made of the same sources in the folder `root` and the same routes.
 * Speed: this takes as long as the rest of a command that prints something.
 */
export async function unlessGenerated(
  root: string,
  routes: unknown,
  generate: () => Promise<string[]>,
): Promise<void> {
  const stampFile = join(root, '.build', 'generated.json');
  const sources = await hashOf(root, routes).catch(() => UNKNOWN);
  if (await isGenerated(stampFile, sources)) return;
  const stamp: Stamp = { sources, files: await generate() };
  await writeAtomically(stampFile, JSON.stringify(stamp));
}

async function isGenerated(stampFile: string, sources: string): Promise<boolean> {
  try {
    const stamp: Stamp = JSON.parse(await readFile(stampFile, 'utf8'));
    await Promise.all(stamp.files.map(file => access(file)));
    return stamp.sources === sources && sources !== UNKNOWN;
  } catch {
    return false;
  }
}

async function hashOf(root: string, routes: unknown): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(routes));
  for (const source of SOURCES) {
    for (const file of await filesIn(join(root, source)))
      hash.update(`\0${file}\0`).update(await readFile(file));
  }
  return hash.digest('hex');
}

/** Returns the files of a folder in one order, or the file itself. */
async function filesIn(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}
