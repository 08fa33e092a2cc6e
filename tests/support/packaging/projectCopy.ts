import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { root } from '../servers/commands.ts';
import { temporaryFolder } from '../servers/npmStart.ts';

const SOURCES = [
  'build',
  'functions',
  'lib',
  'local',
  'schemas',
  'openapi.json',
  'package.json',
  'serverless.yml',
];

/** A copy of the project in a temporary folder, whose packages are links to the real ones, except for `missing`. */
export async function projectCopy({ missing = '' } = {}): Promise<string> {
  const copy = await temporaryFolder();
  const filter = (source: string) => basename(source) !== 'node_modules';
  await Promise.all(SOURCES.map(name => cp(join(root, name), join(copy, name), { recursive: true, filter })));
  await mkdir(join(copy, 'node_modules'));
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name !== missing) await symlink(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  }
  return copy;
}
