import { gzipSync } from 'node:zlib';
import { send } from '../support/api/client.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { sendRaw } from '../support/api/rawRequest.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const latin1 = Buffer.from('{"name":"José"}', 'latin1');

/** Creates a user with exactly these bytes. */
const post = (bytes: Uint8Array, headers: Record<string, string> = {}) =>
  sendRaw('POST', '/users', { ...JSON_TYPE, ...headers }, bytes);

test.each([
  ['with a Content-Length', { 'Content-Length': String(latin1.length) }],
  ['in chunks', { 'Transfer-Encoding': 'chunked' }],
])('a body %s that is not UTF-8 is refused', async (_how, headers) => {
  expectProblem(await post(latin1, headers), 'BODY_NOT_TEXT');
});

test('a body that is cut off inside a character is refused, even when U+FFFD has the same length', async () => {
  const whole = Buffer.from('{"name":"🎉"}');
  const cut = Buffer.concat([whole.subarray(0, 12), whole.subarray(13)]);
  expectProblem(await post(cut), 'BODY_NOT_TEXT');
});

test('a body in another charset is refused with the charset that is accepted', async () => {
  const answer = await post(latin1, { 'Content-Type': 'application/json; charset=ISO-8859-1' });
  expectProblem(answer, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be in utf-8, not in iso-8859-1');
});

test.each([
  ['gzip', gzipSync('{"name":"Ada"}')],
  ['br', Buffer.from('{"name":"Ada"}')],
])('a body of the Content-Encoding %s is refused, whatever its content', async (coding, bytes) => {
  const answer = await post(bytes, { 'Content-Encoding': coding });
  const detail = `The body must be sent as it is, without the Content-Encoding ${coding}`;
  expectProblem(answer, 'UNSUPPORTED_MEDIA_TYPE', detail);
});

test.each(['Ada', 'José', 'a\uFFFDb', '🎉'])(
  '%s is stored as it was sent, also behind a byte order mark',
  async name => {
    for (const mark of ['', '\uFEFF']) {
      const made = await post(Buffer.from(`${mark}{"name":"${name}"}`), {
        'Content-Type': 'application/json; charset="UTF-8"',
        'Content-Encoding': 'identity',
      });
      expect(made).toMatchObject({ status: 201, body: { name } });
      expect((await send('GET', `/users/${made.body.userId}`)).body.name).toBe(name);
    }
  },
);

test.each(['/events?organizer=Jos%E9', '/events?q=%ff', '/users?%e9=1', '/events/Jos%E9'])(
  'GET %s is refused, since its bytes are not UTF-8',
  async path => expectProblem(await sendRaw('GET', path), 'BAD_REQUEST'),
);

test.each(['José', '100%', '%zz', '\uFFFD'])('a search for %s is accepted', async q => {
  const query = new URLSearchParams({ q });
  for (const path of [`/events?${query}`, `/events?${String(query).replaceAll('%25', '%')}`])
    expect((await sendRaw('GET', path)).status).toBe(200);
});
