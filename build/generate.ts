import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';
import { type OperationId, requests } from '../schemas/requests.ts';
import { pack, packedDocsFiles } from './docsFiles.ts';
import { eventSchema, traitsOf } from './requestSchema.ts';
import type { Route } from './routes.ts';
import { compile } from './validators/compile.ts';
import { writeAtomically } from './writeAtomically.ts';

const outDir = fileURLToPath(new URL('../.build/', import.meta.url));

type Write = (file: string, text: string) => Promise<void>;

/** Compiles one module per operation, since a shared one is not tree-shaken, and bundles what Ajv requires. */
async function generateValidators(write: Write) {
  for (const operationId of Object.keys(requests) as OperationId[]) {
    const traits = JSON.stringify(traitsOf(operationId));
    // Bundles share the formats and rules with the rest of a function, and contain only those that are named.
    const contents = `import * as formats from '../../lib/http/formats.ts';
import * as rules from '../../lib/http/rules.ts';
${compile(eventSchema(operationId))}
Object.assign(validate, ${traits});
`;
    const bundle = await build({
      stdin: { contents, resolveDir: outDir },
      write: false,
      bundle: true,
      external: ['../../lib/*'],
      format: 'esm',
      platform: 'node',
    });
    for (const { text } of bundle.outputFiles) await write(`validators/${operationId}.js`, text);
    const types = `import type { Validator } from '../../lib/handlers/endpoint.ts';
declare const validate: Validator<'${operationId}'>;
export default validate;
`;
    await write(`validators/${operationId}.d.ts`, types);
  }
}

async function generateRoutes(routes: Route[], write: Write) {
  await write(`routes.js`, `export default ${JSON.stringify(routes, null, 2)};\n`);
  const types = `import type { RoutedId } from '../schemas/operations.ts';
declare const routes: [method: string, path: string, operationId: RoutedId][];
export default routes;
`;
  await write(`routes.d.ts`, types);
}

/**
 * Writes the files of the page at /docs, packed, as base64, in which functions answer bytes. Each is a module, which Node,
 * Jest and the bundler take, and is loaded when somebody asks for it.
 */
async function generateDocsFiles(write: Write) {
  const files = await packedDocsFiles();
  for (const { name, brotli } of files)
    await write(`docs/${name}.br.js`, `export default '${brotli.toString('base64')}';\n`);
  const loaders = files.map(({ name }) => `  '${name}': () => import('./docs/${name}.br.js'),\n`);
  const names = Object.fromEntries(files.map(({ name, hashed }) => [name, hashed]));
  await write(`docsFiles.js`, `export default {\n${loaders.join('')}};\n`);
  await write(`docsNames.js`, `export default ${JSON.stringify(names, null, 2)};\n`);
  for (const [module, type] of [
    ['docsFiles', 'PackedFiles'],
    ['docsNames', 'HashedNames'],
  ]) {
    const types = `import type { ${type} } from '../lib/http/docsPage.ts';
declare const value: ${type};
export default value;
`;
    await write(`${module}.d.ts`, types);
  }
}

/** Writes openapi.json, packed, as base64. It would be the largest part of a bundle, and is read once in its life. */
async function generateApiDocument(write: Write) {
  const text = await readFile(new URL('../openapi.json', import.meta.url), 'utf8');
  const brotli = await pack(JSON.stringify(JSON.parse(text)));
  await write('apiDocument.js', `export default '${brotli.toString('base64')}';\n`);
  await write('apiDocument.d.ts', 'declare const packed: string;\nexport default packed;\n');
}

/**
 * Writes all that is derived from schemas/, serverless.yml, openapi.json and packages to .build/: a validator for each
 * operation, the route table, the API document, and the files of the page at /docs. Returns the files that it wrote.
 */
export async function generate(routes: Route[]): Promise<string[]> {
  for (const folder of ['validators', 'docs']) await mkdir(outDir + folder, { recursive: true });
  const files: string[] = [];
  const write: Write = async (name, text) => {
    files.push(outDir + name);
    await writeAtomically(outDir + name, text);
  };
  await Promise.all([
    generateValidators(write),
    generateRoutes(routes, write),
    generateApiDocument(write),
    generateDocsFiles(write),
  ]);
  // Otherwise esbuild's process stays, with all its memory.
  await stop();
  return files;
}
