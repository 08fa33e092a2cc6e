import { base64, expectRefusal, JSON_TYPE, parsed } from './parsedBody.ts';

/** A JSON body of so many bytes. */
const bodyOf = (bytes: number, character = 'x') => {
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
  'refuses a body in %s, and names the charset',
  charset =>
    expectRefusal(
      { body: '{"a":1}', headers: { 'content-type': `application/json; charset=${charset}` } },
      'UNSUPPORTED_MEDIA_TYPE',
      new RegExp(`in utf-8, not in ${charset.replaceAll('"', '')}$`, 'i'),
    ),
);

test.each(['gzip', 'br', 'deflate', 'identity, gzip', 'aws-chunked'])(
  'refuses a body of the Content-Encoding %s, whatever its content, and names the encoding',
  async coding => {
    const headers = { ...JSON_TYPE, 'content-encoding': coding };
    for (const fields of [{ body: '{"a":1}' }, base64([0x1f, 0x8b, 0x08]), { body: 'x'.repeat(70_000) }])
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

test('refuses a body without a type', () =>
  expectRefusal({ body: '{"a":1}', headers: {} }, 'UNSUPPORTED_MEDIA_TYPE'));

test('reads a body that the gateway sent as base64', async () => {
  expect(await parsed(base64('{"name":"Ада"}'))).toEqual({ name: 'Ада' });
});

test('treats base64 of nothing as a missing body', () => expectRefusal(base64(''), 'BODY_MISSING'));

test('answers BODY_MISSING for a missing body, whatever its type', () =>
  expectRefusal({ headers: {} }, 'BODY_MISSING'));

test.each([
  ['x', 64 * 1024],
  ['é', 64 * 1024],
])('reads a body of 64 KiB, counted in bytes, made of %s', async (character, bytes) => {
  const body = bodyOf(bytes, character);
  expect(Buffer.byteLength(body)).toBe(bytes);
  expect(await parsed({ body })).toEqual(JSON.parse(body));
});

test.each([
  ['x', 64 * 1024 + 1],
  ['é', 64 * 1024 + 2],
])('refuses a body over 64 KiB, counted in bytes, made of %s', (character, bytes) =>
  expectRefusal({ body: bodyOf(bytes, character) }, 'BODY_TOO_LARGE'),
);

test('counts the bytes of a base64 body after decoding', async () => {
  expect(await parsed(base64(bodyOf(64 * 1024)))).toHaveProperty('texts');
  await expectRefusal(base64(bodyOf(64 * 1024 + 1)), 'BODY_TOO_LARGE');
});

test('reads or refuses JSON that is nested deeply, and never breaks', async () => {
  const body = `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
  const outcome = await parsed({ body }).then(
    () => 'read',
    ({ code }) => code,
  );
  expect(['read', 'BODY_NOT_JSON']).toContain(outcome);
});

test('ignores an unknown field, however deep its nesting is', async () => {
  const depth = 10_000;
  const body = `{"a":1,"deep":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  expect(await parsed({ body })).toMatchObject({ a: 1 });
});
