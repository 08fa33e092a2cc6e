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

/** Returns the keys of the functions that read a stream. */
export const consumersOf = (functions: Functions): string[] =>
  Object.keys(functions).filter(key => functions[key]?.events.some(({ stream }) => stream));

/**
 * Removes variables that only AWS can set, such as the URL of a queue, and the parameter of the webhook's secret. Here
 * functions read WEBHOOK_SECRET, and may send to this machine.
 */
export function leaveOutResources(functions: Functions): void {
  delete process.env.WEBHOOK_SECRET_PARAMETER;
  for (const { environment = {} } of Object.values(functions)) {
    delete environment.WEBHOOK_SECRET_PARAMETER;
    for (const [name, value] of Object.entries(environment)) {
      if (typeof value === 'object') delete environment[name];
    }
  }
}

/**
 * Removes the routes of HEAD. The local gateway answers HEAD by the routes of GET, and prints each one that it gets
 * besides.
 */
export function leaveOutHeads(functions: Functions): void {
  for (const one of Object.values(functions)) {
    one.events = one.events.filter(({ httpApi }) => !httpApi?.startsWith('HEAD '));
  }
}

/**
 * Loads the functions from their sources, whose types Node strips: all of them in one process, which shares what they
 * import. `folder` gets a module for each, since serverless-offline would give .ts files to a loader of its own.
 * Loading them at the start shows a mistake before any request.
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
