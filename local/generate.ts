import { mkdir, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { _, Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import ajvErrors from 'ajv-errors';
import { build } from 'esbuild';
import * as formats from '../lib/formats.ts';
import { requests } from '../schemas/requests.ts';

const outDir = fileURLToPath(new URL('../.build/', import.meta.url));

type Parts = { headers?: object; path?: object; query?: object; body?: object };

/** The Lambda event that an operation accepts (API Gateway's names for the parts of a request). */
const eventSchema = ({ headers, path, query, body }: Parts) => {
  const parts = Object.entries({ headers, pathParameters: path, queryStringParameters: query, body });
  const properties = Object.fromEntries(parts.filter(([, schema]) => schema !== undefined));
  return { type: 'object', properties, required: Object.keys(properties) };
};

const compile = (schema: object) => {
  // allErrors: every broken rule is answered at once. removeAdditional: unknown fields of a body are ignored.
  const ajv = new Ajv({
    allErrors: true,
    useDefaults: true,
    removeAdditional: true,
    formats: { ...formats },
    code: { source: true, esm: true, formats: _`require("../lib/formats.ts")` },
  });
  ajvErrors.default(ajv);
  return standaloneCode.default(ajv, ajv.compile(schema));
};

/** Other processes may be reading the file: they see the old text or the new one, never a half. */
async function writeAtomically(file: string, text: string) {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, text);
  await rename(unfinished, file);
}

/** Compiles one module per operation, since a shared one is not tree-shaken, and bundles what Ajv requires. */
async function generateValidators() {
  for (const [operationId, request] of Object.entries(requests)) {
    const readsBody = `validate.readsBody = ${'body' in request};\n`;
    const bundle = await build({
      stdin: { contents: compile(eventSchema(request)) + readsBody, resolveDir: outDir },
      write: false,
      bundle: true,
      format: 'esm',
      platform: 'node',
    });
    for (const { text } of bundle.outputFiles)
      await writeAtomically(`${outDir}validators/${operationId}.js`, text);
    const types = `import type { Validator } from '../../lib/endpoint.ts';
declare const validate: Validator<'${operationId}'>;
export default validate;
`;
    await writeAtomically(`${outDir}validators/${operationId}.d.ts`, types);
  }
}

/** Writes the routes of serverless.yml as `[method, path]` pairs, for the function that answers unknown ones. */
async function generateRoutes(functions: Functions) {
  const routes = Object.values(functions)
    .flatMap(({ events }) => events)
    .flatMap(({ httpApi }) => (httpApi && httpApi !== '*' ? [httpApi.split(' ')] : []));
  await writeAtomically(`${outDir}routes.js`, `export default ${JSON.stringify(routes, null, 2)};\n`);
  const types = 'declare const routes: [method: string, path: string][];\nexport default routes;\n';
  await writeAtomically(`${outDir}routes.d.ts`, types);
}

type Functions = Record<string, { events: { httpApi?: string }[] }>;

/**
 * Writes all that is derived from schemas/ and serverless.yml to .build/: a validator for each operation and
 * the route table.
 */
export async function generate(functions: Functions): Promise<void> {
  await mkdir(`${outDir}validators`, { recursive: true });
  await Promise.all([generateValidators(), generateRoutes(functions)]);
}
