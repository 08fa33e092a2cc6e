import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentedExamples } from '../support/api/examples.ts';
import { patterns } from '../support/api/portablePatterns.ts';
import { INSTALL_LIMIT_MS, installPython, python } from '../support/api/python.ts';
import { root } from '../support/servers/commands.ts';

const script = (name: string) => join(root, 'tests', 'python', name);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-management-api-python-'));
  await installPython();
}, INSTALL_LIMIT_MS);

afterAll(() => rm(folder, { recursive: true, force: true }));

test('Python compiles every pattern of openapi.json without a warning', async () => {
  expect(await python(['-W', 'error', script('patterns.py'), ...patterns()])).toBe('');
});

test('openapi-python-client makes a client without a warning, which can register people and read refusals', async () => {
  const client = join(folder, 'client');
  const options = [`--path=${join(root, 'openapi.json')}`, `--output-path=${client}`];
  const printed = await python(['-m', 'openapi_python_client', 'generate', ...options]);
  expect(printed.trim()).toBe(`Generating ${client}`);
  const refusals = await python([script('register.py'), String(process.env.TEST_URL)], client);
  expect(JSON.parse(refusals)).toEqual([
    [409, 'ALREADY_REGISTERED', []],
    [404, 'EVENT_NOT_FOUND', []],
    [422, 'VALIDATION_FAILED', ['/body/name']],
  ]);
});

test('datamodel-code-generator makes models without a warning, which can read and write every example', async () => {
  const input = ['--input', join(root, 'openapi.json'), '--input-file-type', 'openapi'];
  const output = ['--output', join(folder, 'generated.py'), '--output-model-type', 'pydantic_v2.BaseModel'];
  const style = ['--use-annotated', '--formatters', 'builtin'];
  expect(await python(['-m', 'datamodel_code_generator', ...input, ...output, ...style])).toBe('');
  const examples = join(folder, 'examples.json');
  const documented = documentedExamples();
  expect(new Set(documented.map(([name]) => name)).size).toBeGreaterThan(8);
  await writeFile(examples, JSON.stringify(documented));
  expect(await python([script('read_examples.py'), examples], folder)).toBe('');
});
