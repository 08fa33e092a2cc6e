import { mkdir, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';
import { type OperationId, requests } from '../schemas/requests.ts';
import { docsFiles } from './docsFiles.ts';
import { eventSchema, traitsOf } from './requestSchema.ts';
import { compile } from './validators/compile.ts';

/** These are the functions of serverless.yml, by their keys. */
export type Functions = Record<string, { events: { httpApi?: string }[] }>;

const outDir = fileURLToPath(new URL('../.build/', import.meta.url));

/** Other processes may be reading the file: they see the old text or the new one, never a part. */
async function writeAtomically(file: string, text: string) {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, text);
  await rename(unfinished, file);
}

/** Compiles one module per operation, since a shared one is not tree-shaken, and bundles what Ajv requires. */
async function generateValidators() {
  for (const operationId of Object.keys(requests) as OperationId[]) {
    const traits = JSON.stringify(traitsOf(operationId));
    // Each validator has only the formats that it names.
    const contents = `import * as formats from '../lib/http/formats.ts';
${compile(eventSchema(operationId))}
Object.assign(validate, ${traits});
`;
    const bundle = await build({
      stdin: { contents, resolveDir: outDir },
      write: false,
      bundle: true,
      format: 'esm',
      platform: 'node',
    });
    for (const { text } of bundle.outputFiles)
      await writeAtomically(`${outDir}validators/${operationId}.js`, text);
    const types = `import type { Validator } from '../../lib/handlers/endpoint.ts';
declare const validate: Validator<'${operationId}'>;
export default validate;
`;
    await writeAtomically(`${outDir}validators/${operationId}.d.ts`, types);
  }
}

/** Writes the routes of serverless.yml as `[method, path, function]`. */
async function generateRoutes(functions: Functions) {
  const routes = Object.entries(functions).flatMap(([key, { events }]) =>
    events.flatMap(({ httpApi }) => (httpApi && httpApi !== '*' ? [[...httpApi.split(' '), key]] : [])),
  );
  await writeAtomically(`${outDir}routes.js`, `export default ${JSON.stringify(routes, null, 2)};\n`);
  const types = `import type { RoutedId } from '../schemas/operations.ts';
declare const routes: [method: string, path: string, operationId: RoutedId][];
export default routes;
`;
  await writeAtomically(`${outDir}routes.d.ts`, types);
}

/** Writes the files of the page at /docs as texts, which Jest and the bundler both take. */
async function generateDocsFiles() {
  const files = await docsFiles();
  await writeAtomically(`${outDir}docsFiles.js`, `export default ${JSON.stringify(files)};\n`);
  const types = `import type { DocsFile } from '../schemas/service.ts';
declare const files: Record<DocsFile, string>;
export default files;
`;
  await writeAtomically(`${outDir}docsFiles.d.ts`, types);
}

/**
 * Writes all that is derived from schemas/, serverless.yml and packages to .build/: a validator for each operation,
 * the route table, and the files of the page at /docs.
 */
export async function generate(functions: Functions): Promise<void> {
  await mkdir(`${outDir}validators`, { recursive: true });
  await Promise.all([generateValidators(), generateRoutes(functions), generateDocsFiles()]);
  // Otherwise esbuild's process stays, with all its memory.
  await stop();
}
