import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Functions = Record<string, { handler: string; environment?: Record<string, unknown> }>;

/**
 * Has the local gateway run the functions from their sources, whose types Node strips: all of them in one process,
 * which shares what they import. `folder` gets a module for each, since serverless-offline would give files named .ts
 * to a loader of its own. They are loaded here, so that a mistake in one is told at the start, and not by a request.
 */
export async function loadHandlers(functions: Functions, sources: string, folder: string): Promise<void> {
  for (const { handler, environment } of Object.values(functions)) {
    Object.assign(process.env, environment);
    const path = handler.slice(0, handler.lastIndexOf('.'));
    const file = join(folder, `${path}.js`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `export * from '${pathToFileURL(join(sources, `${path}.ts`))}';\n`);
    await import(pathToFileURL(file).href);
  }
}
