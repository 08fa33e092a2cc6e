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

test('the document has no format that only this project knows', () => {
  const formats = valuesOf('format');
  expect(formats).toContain('date');
  expect(formats.filter(format => !(String(format) in fullFormats))).toEqual([]);
});

test.each(['allOf', 'anyOf', 'errorMessage', 'if'])(
  'the document has no %s, which generators ignore',
  key => {
    expect(valuesOf(key)).toEqual([]);
  },
);

const PARTS = { path: 'path', query: 'query', header: 'headers' } as const;

/** Every parameter and every field of a body. */
const inputs = places.flatMap(({ operation: { operationId, parameters = [], requestBody } }) => {
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
  return [...outside, ...inside].map(input => ({ operationId, ...input }));
});

/** The service accepts a value if the document does, and only then. `others` are fields beside it. */
async function expectSame(
  { operationId, part, key, schema }: (typeof inputs)[number],
  value: unknown,
  others: object = {},
) {
  const example = exampleOf(operationId);
  const fields = { ...(example[part] as object), ...others, [key]: value };
  const request: TestRequest = { ...example, [part]: fields };
  const { status } = await validated(operationId.replace(/ByAlias$/, '') as OperationId, request);
  expect({ isAccepted: status === 200 }).toEqual({ isAccepted: ajv.validate(schema, value) });
}

test.each(inputs)('$operationId accepts an empty $key in its $part if the document does', async input => {
  await expectSame(input, '');
});

/** A body without these fields needs others in their place. */
const INSTEAD: Record<string, object> = { 'checkInMany userIds': { checkIns: [{ userId: 'ada' }] } };

const inBodies = inputs.filter(({ part }) => part === 'body');

test.each(inBodies)('$operationId accepts null for $key in its $part if the document does', async input => {
  await expectSame(input, null, INSTEAD[`${input.operationId} ${input.key}`]);
});
