import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from '../../build/validators/compile.ts';
import { withoutSchema } from '../../build/validators/withoutSchema.ts';
import { requests } from '../../schemas/requests.ts';
import { root } from '../support/servers/commands.ts';

const folder = join(root, '.build/validators');

test('each operation has a validator, which contains neither its schema nor formats that it does not name', async () => {
  const names = (await readdir(folder)).filter(name => name.endsWith('.js'));
  expect(names.sort()).toEqual(
    Object.keys(requests)
      .map(name => `${name}.js`)
      .sort(),
  );
  for (const name of names) {
    const code = await readFile(join(folder, name), 'utf8');
    expect(code).not.toMatch(/\bschema\d+\b|description: ?"|errorMessage|schemaPath|ajv-formats|idn-email/);
  }
});

test('what a validator takes from its schema stands in its code', () => {
  const schema = { properties: { 'a-b': { enum: ['x', 'y'] }, some: { properties: { one: {}, two: {} } } } };
  const code = `const schema11 = {}; f({ allowedValues: schema11.properties["a-b"].enum });
    if (!func2.call(schema11.properties.some.properties, key0)) g({ schemaPath: "#/a\\"b", keyword: "k" });`;
  expect(withoutSchema(code, schema)).toBe(`const schema11 = {}; f({ allowedValues: ["x","y"] });
    if (!func2.call({"one":1,"two":1}, key0)) g({ keyword: "k" });`);
});

test('a validator keeps broken rules in one short way, and none in another', async () => {
  const code = await readFile(join(folder, 'updateEvent.js'), 'utf8');
  expect(code).toContain('(vErrors ??= []).push(err0)');
  expect(code).not.toContain('vErrors = [');
});

test('a sentence that several rules tell stands once', () => {
  const date = { type: 'string', pattern: '^a$', errorMessage: { pattern: 'must be an $& "a"' } };
  const code = compile({ type: 'object', properties: { one: date, two: date } });
  expect(code).toContain('const message0 = "must be an $& ');
  expect(code).not.toMatch(/message: ?"must be an/);
});

test('a rule with a message of its own is told by it, and others in the words of Ajv', () => {
  const own = { type: 'string', pattern: '^a$', maxLength: 1, errorMessage: { pattern: 'must be an a' } };
  const one = { type: 'string', minLength: 2, errorMessage: 'must be long' };
  const code = compile({ type: 'object', properties: { own, one } });
  for (const message of ['must be an a', 'must NOT have more than 1 characters', 'must be long'])
    expect(code).toContain(JSON.stringify(message));
  expect(code).not.toContain('must match pattern');
});
