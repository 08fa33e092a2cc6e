import { newUsers, send } from '../support/api/client.ts';
import { examplePaths } from '../support/api/examplePaths.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { sendBytes, sendRaw } from '../support/api/rawRequest.ts';

let pathOf: (pattern: string) => string;
beforeAll(async () => {
  pathOf = await examplePaths();
});

test.each(['GET', 'HEAD'])('%s with If-None-Match has a complete answer', async method => {
  const path = pathOf('/events/{eventId}');
  const full = await send(method, path);
  for (const tag of [full.headers.etag ?? '', '*']) {
    expect(await send(method, path, undefined, { 'If-None-Match': tag })).toMatchObject({
      status: 200,
      headers: { etag: full.headers.etag },
      body: full.body,
    });
  }
});

test.each(['..', '.', '%2e%2e', '%2E.'])('%s in a path does not lead to another resource', async dots => {
  const path = `${pathOf('/events/{eventId}')}/registrations/${dots}`;
  expectProblem(await sendRaw('DELETE', path), 'BAD_REQUEST');
  expect((await send('GET', pathOf('/events/{eventId}'))).status).toBe(200);
});

test('GET with Range has a complete answer', async () => {
  const full = await send('GET', '/health');
  const answer = await send('GET', '/health', undefined, { Range: 'bytes=0-3' });
  expect(answer).toMatchObject({ status: 200, body: full.body });
  expect(answer.headers).not.toHaveProperty('accept-ranges');
});

test.each(['a b', 'a/b', 'a?b', 'a#b', 'user@a', 'a:port', 'a:99999', '[::1'])(
  'the Host "%s" is malformed',
  async host => expectProblem(await sendRaw('GET', '/events?limit=1', { host }), 'BAD_REQUEST'),
);

test('two Host headers are malformed', async () => {
  const headers = ['Host', 'one.example', 'Host', 'other.example'];
  expectProblem(await sendRaw('GET', '/events?limit=1', headers), 'BAD_REQUEST');
});

test.each(['evil.example', '[::1]:3000', 'xn--bcher-kva.example:8443'])(
  'no answer contains the Host %s, or the headers of proxies',
  async host => {
    await newUsers(2);
    const answer = await sendRaw('GET', '/users?limit=1', {
      host,
      Forwarded: 'host=forged.example;proto=https',
      'X-Forwarded-Host': 'forged.example',
      'X-Forwarded-Proto': 'https,http',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.link).toMatch(/^<\?limit=1&cursor=[\w-]+>; rel="next"$/);
    expect(JSON.stringify(answer)).not.toMatch(/evil|forged|https|::1|xn--/);
  },
);

test.each([
  ['letters in its URL that are not encoded', 'GET /events?q=café HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['an unknown method', 'BREW /events HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['no HTTP', 'x\r\n\r\n'],
])('a request with %s is refused with a problem', async (_what, bytes) => {
  const [head = '', body = ''] = (await sendBytes(bytes)).split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(head).toContain('Content-Type: application/problem+json');
  expect(head).toContain('Access-Control-Allow-Origin: *');
  expect(head).toContain('X-Content-Type-Options: nosniff');
  expect(JSON.parse(body)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
});
