import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ErrorCode } from '../../../lib/core/errors.ts';
import { jsonBody } from '../../../lib/http/jsonBody.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

type Fields = { body?: string; isBase64Encoded?: boolean; headers?: Record<string, string> };

/** The body that a handler is given. */
async function parsed({ headers = JSON_TYPE, ...fields }: Fields) {
  const event = { headers, isBase64Encoded: false, ...fields } as APIGatewayProxyEventV2;
  await jsonBody().before?.({ event } as never);
  return event.body as unknown;
}

const expectRefusal = (fields: Fields, code: ErrorCode, message: RegExp = /./) =>
  expect(parsed(fields)).rejects.toMatchObject({
    name: 'ApiError',
    code,
    message: expect.stringMatching(message),
  });

const base64 = (text: string) => ({ body: Buffer.from(text).toString('base64'), isBase64Encoded: true });
const ofThese = (bytes: number[]) => ({
  body: Buffer.from(bytes).toString('base64'),
  isBase64Encoded: true,
});
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

test.each(['utf-8', 'UTF-8', 'utf8', '"utf-8"', '"UTF-8"; profile=x'])(
  'reads a body in %s',
  async charset => {
    const headers = { 'content-type': `application/json; charset=${charset}` };
    expect(await parsed({ body: '{"name":"José"}', headers })).toEqual({ name: 'José' });
  },
);

test.each(['iso-8859-1', '"ISO-8859-1"', 'utf-16', 'windows-1252'])(
  'refuses a body that says it is in %s, and says so',
  charset =>
    expectRefusal(
      { body: '{"a":1}', headers: { 'content-type': `application/json; charset=${charset}` } },
      'UNSUPPORTED_MEDIA_TYPE',
      new RegExp(`in utf-8, not in ${charset.replaceAll('"', '')}$`, 'i'),
    ),
);

test.each(['gzip', 'br', 'deflate', 'identity, gzip', 'aws-chunked'])(
  'refuses a body of the Content-Encoding %s, whatever is in it, and says so',
  async coding => {
    const headers = { ...JSON_TYPE, 'content-encoding': coding };
    for (const fields of [{ body: '{"a":1}' }, ofThese([0x1f, 0x8b, 0x08]), { body: 'x'.repeat(70_000) }])
      await expectRefusal(
        { ...fields, headers },
        'UNSUPPORTED_MEDIA_TYPE',
        new RegExp(`Encoding ${coding}$`),
      );
  },
);

test.each(['identity', 'IDENTITY', 'identity, identity', ''])(
  'reads a body of the Content-Encoding "%s"',
  async coding => {
    const headers = { ...JSON_TYPE, 'content-encoding': coding };
    expect(await parsed({ body: '{"a":1}', headers })).toEqual({ a: 1 });
  },
);

describe('bytes', () => {
  const bom = [0xef, 0xbb, 0xbf];
  const textOf = (bytes: number[]) => [...Buffer.from('{"name":"'), ...bytes, ...Buffer.from('"}')];
  /** A body as the gateway hands it over that makes a text of it, one U+FFFD for each byte that is none. */
  const mended = (bytes: number[]) => ({
    body: new TextDecoder().decode(Buffer.from(bytes)),
    headers: { ...JSON_TYPE, 'content-length': String(bytes.length) },
  });

  test.each([
    ['latin-1', [0x4a, 0x6f, 0x73, 0xe9]],
    ['two letters of latin-1', [0xe9, 0xe9]],
    ['a lonely second byte', [0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['what is behind the last character', [0xf4, 0x90, 0x80, 0x80]],
    ['nothing of a character but its first byte', [0xe2]],
  ])('that are no UTF-8 are refused: %s', async (_name, bytes) => {
    for (const fields of [ofThese(textOf(bytes)), mended(textOf(bytes)), mended([...bom, ...textOf(bytes)])])
      await expectRefusal(fields, 'BODY_NOT_TEXT', /UTF-8/);
  });

  test('that are the replacement character are data', async () => {
    const bytes = textOf([...Buffer.from('a\uFFFDb')]);
    const text = Buffer.from(bytes).toString();
    for (const fields of [ofThese(bytes), mended(bytes), mended([...bom, ...bytes]), { body: text }])
      expect(await parsed(fields)).toEqual({ name: 'a\uFFFDb' });
  });

  test('of a byte order mark are let pass before the JSON', async () => {
    const bytes = [...bom, ...textOf([0x41])];
    const kept = { body: Buffer.from(bytes).toString('utf8') };
    for (const fields of [ofThese(bytes), mended(bytes), kept])
      expect(await parsed(fields)).toEqual({ name: 'A' });
  });

  test('of a byte order mark are data inside a text', async () => {
    expect(await parsed(ofThese(textOf(bom)))).toEqual({ name: '\uFEFF' });
  });
});

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
