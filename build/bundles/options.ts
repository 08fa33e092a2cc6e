import type { BuildOptions } from 'esbuild';
import { builtins } from './builtins.ts';
import { leftOut } from './leftOut.ts';
import { parts } from './parts.ts';
import { start } from './start.ts';

/**
 * Returns how esbuild makes the bundle of a function. `region` is where it is deployed. Without one it runs on a
 * developer's machine, and finds credentials as all programs there do.
 */
export const bundleOptions = (region?: string): BuildOptions => ({
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  // Beside the bundle, without the sources: with it, stack traces name files and functions of this project.
  sourcemap: 'linked',
  sourcesContent: false,
  plugins: [builtins, parts, ...(region ? [start, leftOut(region)] : [])],
});
