import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ErrorCode } from '../../lib/errors.ts';
import { jsonBody } from '../../lib/jsonBody.ts';

type Fields = { body?: string; isBase64Encoded?: boolean; headers?: Record<string, string> };

/** The body that a handler is given. */
async function parsed({ headers = { 'content-type': 'application/json' }, ...fields }: Fields) {
  const event = { headers, isBase64Encoded: false, ...fields } as APIGatewayProxyEventV2;
  await jsonBody().before?.({ event } as never);
  return event.body as unknown;
}

const expectRefusal = (fields: Fields, code: ErrorCode) =>
  expect(parsed(fields)).rejects.toMatchObject({ name: 'ApiError', code });

const base64 = (text: string) => ({ body: Buffer.from(text).toString('base64'), isBase64Encoded: true });
const ofBytes = (bytes: number, character = 'x') => {
  const rest = Buffer.byteLength(JSON.stringify({ texts: '' }));
  return JSON.stringify({ texts: character.repeat((bytes - rest) / Buffer.byteLength(character)) });
};

test.each([
  'application/json',
  'application/json; charset=utf-8',
  'APPLICATION/JSON;charset=utf-8',
  ' application/json ',
])('reads a body of the type "%s"', async type => {
  expect(await parsed({ body: '{"a":1}', headers: { 'content-type': type } })).toEqual({ a: 1 });
});

test.each(['text/json', 'application/merge-patch+json', 'application/json-seq', 'multipart/form-data'])(
  'refuses a body of the type "%s"',
  type => expectRefusal({ body: '{"a":1}', headers: { 'content-type': type } }, 'UNSUPPORTED_MEDIA_TYPE'),
);

test('refuses a body without a type', () =>
  expectRefusal({ body: '{"a":1}', headers: {} }, 'UNSUPPORTED_MEDIA_TYPE'));

test('reads a body that the gateway sent as base64', async () => {
  expect(await parsed(base64('{"name":"Ада"}'))).toEqual({ name: 'Ада' });
});

test('takes base64 of nothing as a missing body', () => expectRefusal(base64(''), 'BODY_MISSING'));

test('says that a missing body is missing, whatever its type', () =>
  expectRefusal({ headers: {} }, 'BODY_MISSING'));

test.each([
  ['x', 64 * 1024],
  ['é', 64 * 1024],
])('takes a body of 64 KiB, counted in bytes, made of %s', async (character, bytes) => {
  const body = ofBytes(bytes, character);
  expect(Buffer.byteLength(body)).toBe(bytes);
  expect(await parsed({ body })).toEqual(JSON.parse(body));
});

test.each([
  ['x', 64 * 1024 + 1],
  ['é', 64 * 1024 + 2],
])('refuses a body over 64 KiB, counted in bytes, made of %s', (character, bytes) =>
  expectRefusal({ body: ofBytes(bytes, character) }, 'BODY_TOO_LARGE'),
);

test('counts the bytes of a base64 body after decoding', async () => {
  expect(await parsed(base64(ofBytes(64 * 1024)))).toHaveProperty('texts');
  await expectRefusal(base64(ofBytes(64 * 1024 + 1)), 'BODY_TOO_LARGE');
});

test('keeps JSON that is nested deeply from ending in anything but an answer', async () => {
  const body = `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
  const outcome = await parsed({ body }).then(
    () => 'read',
    ({ code }) => code,
  );
  expect(['read', 'BODY_NOT_JSON']).toContain(outcome);
});

test('reads nesting however deep, which is an unknown field like others', async () => {
  const depth = 10_000;
  const body = `{"a":1,"deep":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  expect(await parsed({ body })).toMatchObject({ a: 1 });
});
