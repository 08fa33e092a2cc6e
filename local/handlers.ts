import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The functions of serverless.yml, by their keys. */
export type Functions = Record<
  string,
  {
    handler: string;
    environment?: Record<string, unknown>;
    events: { httpApi?: string; stream?: object }[];
  }
>;

/** The keys of those that read a stream. */
export const consumersOf = (functions: Functions): string[] =>
  Object.keys(functions).filter(key => functions[key]?.events.some(({ stream }) => stream));

/** What only AWS can name, such as the URL of a queue, is not there. */
export function leaveOutResources(functions: Functions): void {
  for (const { environment = {} } of Object.values(functions)) {
    for (const [name, value] of Object.entries(environment)) {
      if (typeof value === 'object') delete environment[name];
    }
  }
}

/** The local gateway answers HEAD by the routes of GET, and speaks of each one that it is given besides. */
export function leaveOutHeads(functions: Functions): void {
  for (const one of Object.values(functions)) {
    one.events = one.events.filter(({ httpApi }) => !httpApi?.startsWith('HEAD '));
  }
}

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
