import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { OperationId } from '../../schemas/requests.ts';
import { exampleOf } from '../support/api/examples.ts';
import { resolved, type Schema } from '../support/api/generatedValues.ts';
import type { TestRequest } from '../support/api/invoke.ts';
import { validated } from '../support/api/validation.ts';
import { ajv, document, type Parameter, places } from '../support/documents/document.ts';

/** All values of the document with this key, at any depth. */
function valuesOf(key: string): unknown[] {
  const found: unknown[] = [];
  JSON.stringify(document, (name, value) => {
    if (name === key) found.push(value);
    return value;
  });
  return found;
}

test('it names no format that only this project knows', () => {
  const formats = valuesOf('format');
  expect(formats).toContain('date');
  expect(formats.filter(format => !(String(format) in fullFormats))).toEqual([]);
});

test.each(['allOf', 'anyOf', 'errorMessage', 'if'])('it has no %s, of which generators make nothing', key => {
  expect(valuesOf(key)).toEqual([]);
});

const PARTS = { path: 'path', query: 'query', header: 'headers' } as const;

/** Every place of a request that takes a value. */
const values = places.flatMap(({ operation: { operationId, parameters = [], requestBody } }) => {
  const outside = parameters.map(({ in: part, name, schema }: Parameter) => {
    const key = part === 'header' ? name.toLowerCase() : name;
    return { part: PARTS[part], key, schema: resolved(schema as Schema) };
  });
  const body = resolved((requestBody?.content['application/json']?.schema ?? {}) as Schema);
  const inside = Object.entries(body.properties ?? {}).map(([key, schema]) => ({
    part: 'body' as const,
    key,
    schema,
  }));
  return [...outside, ...inside].map(place => ({ operationId, ...place }));
});

/** The service takes a value in its place when the document does, and only then. */
async function expectSame({ operationId, part, key, schema }: (typeof values)[number], value: unknown) {
  const example = exampleOf(operationId);
  const request: TestRequest = { ...example, [part]: { ...(example[part] as object), [key]: value } };
  const { status } = await validated(operationId.replace(/ByAlias$/, '') as OperationId, request);
  expect({ isTaken: status === 200 }).toEqual({ isTaken: ajv.validate(schema, value) });
}

test.each(values)('$operationId takes an empty $key in its $part when the document says so', async place => {
  await expectSame(place, '');
});

const inBodies = values.filter(({ part }) => part === 'body');

test.each(inBodies)(
  '$operationId takes null for $key in its $part when the document says so',
  async place => {
    await expectSame(place, null);
  },
);
