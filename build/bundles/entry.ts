import { resolve } from 'node:path';
import type { BuildOptions } from 'esbuild';

/** Returns the file of the function that a bundle is made of. */
export function entryOf({ absWorkingDir = process.cwd(), entryPoints }: BuildOptions): string {
  const [entry] = entryPoints as string[];
  if (entry === undefined) throw new Error('A bundle has one entry point.');
  return resolve(absWorkingDir, entry);
}
