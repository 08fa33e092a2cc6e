import { basename, extname } from 'node:path';
import type { Plugin } from 'esbuild';
import { entryOf } from './entry.ts';

/**
 * Puts what a function imports while it runs into files of its own: the code that verifies tokens is not even read where
 * access control is off. Their names begin with that of the bundle, by which each zip gets those of its function.
 */
export const parts: Plugin = {
  name: 'parts',
  setup: ({ initialOptions }) => {
    const entry = entryOf(initialOptions);
    initialOptions.splitting = true;
    initialOptions.chunkNames = `${basename(entry, extname(entry))}.[name]-[hash]`;
  },
};
