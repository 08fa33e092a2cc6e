import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { entryOf } from './entry.ts';

const init = fileURLToPath(new URL('../../lib/core/init.ts', import.meta.url));

/**
 * Has a deployed function wait until it is ready for its first request. `invoke local` could not load a module that
 * waits.
 */
export const start: Plugin = {
  name: 'start',
  setup: ({ initialOptions, onLoad }) => {
    const entry = entryOf(initialOptions);
    onLoad({ filter: /\.ts$/ }, async ({ path }) =>
      path === entry ? { contents: `${await readFile(path, 'utf8')}${WAIT}`, loader: 'ts' } : undefined,
    );
  },
};

const WAIT = `
import { initialised } from ${JSON.stringify(init)};
await initialised();
`;
