import { base64, expectRefusal, JSON_TYPE, parsed } from './parsedBody.ts';

const bom = [0xef, 0xbb, 0xbf];
const textOf = (bytes: number[]) => [...Buffer.from('{"name":"'), ...bytes, ...Buffer.from('"}')];
/** A body as a gateway decodes it: each byte that is no UTF-8 becomes U+FFFD. */
const mended = (bytes: number[]) => ({
  body: new TextDecoder().decode(Buffer.from(bytes)),
  headers: { ...JSON_TYPE, 'content-length': String(bytes.length) },
});

test.each([
  ['latin-1', [0x4a, 0x6f, 0x73, 0xe9]],
  ['two letters of latin-1', [0xe9, 0xe9]],
  ['a second byte alone', [0x80]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
  ['an overlong slash', [0xc0, 0xaf]],
  ['a code point behind the last one', [0xf4, 0x90, 0x80, 0x80]],
  ['the first byte of a character alone', [0xe2]],
])('bytes that are no UTF-8 are refused: %s', async (_name, bytes) => {
  for (const fields of [base64(textOf(bytes)), mended(textOf(bytes)), mended([...bom, ...textOf(bytes)])])
    await expectRefusal(fields, 'BODY_NOT_TEXT', /UTF-8/);
});

test('the bytes of the replacement character are data', async () => {
  const bytes = textOf([...Buffer.from('a\uFFFDb')]);
  const text = Buffer.from(bytes).toString();
  for (const fields of [base64(bytes), mended(bytes), mended([...bom, ...bytes]), { body: text }])
    expect(await parsed(fields)).toEqual({ name: 'a\uFFFDb' });
});

test('a byte order mark before the JSON is skipped', async () => {
  const bytes = [...bom, ...textOf([0x41])];
  const kept = { body: Buffer.from(bytes).toString('utf8') };
  for (const fields of [base64(bytes), mended(bytes), kept])
    expect(await parsed(fields)).toEqual({ name: 'A' });
});

test('a byte order mark inside a text is data', async () => {
  expect(await parsed(base64(textOf(bom)))).toEqual({ name: '\uFEFF' });
});
