import { randomUUID } from 'node:crypto';
import routes from '#build/routes.js';
import { send, TRANSPORT } from '../support/api/client.ts';
import { examplePaths } from '../support/api/examplePaths.ts';
import { expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';

let pathOf: (pattern: string) => string;
beforeAll(async () => {
  pathOf = await examplePaths();
});

const paths = [...new Set(routes.map(([, path]) => path))];
const gets = routes.flatMap(([method, path]) => (method === 'GET' ? [path] : []));

/** The headers that describe an answer. The link to the next page is left out, since it changes with every write. */
const describingHeaders = ({ headers }: Answer) =>
  Object.entries(headers)
    .filter(([name]) => !TRANSPORT.includes(name) && name !== 'link')
    .sort();

describe('HEAD', () => {
  test.each(gets)('%s has the answer of GET without its content', async pattern => {
    const path = pathOf(pattern);
    const [get, head] = [await send('GET', path), await send('HEAD', path)];
    expect(head.body).toBeUndefined();
    expect(head.status).toBe(200);
    expect(describingHeaders(head)).toEqual(describingHeaders(get));
  });

  test.each([`/events/${randomUUID()}`, '/events?limit=0', '/nowhere'])(
    '%s has the refusal of GET without its content',
    async path => {
      const [get, head] = [await send('GET', path), await send('HEAD', path)];
      expect(head.body).toBeUndefined();
      expect(head.status).toBe(get.status);
      expect(describingHeaders(head)).toEqual(describingHeaders(get));
      expect(head.status).toBeGreaterThanOrEqual(400);
    },
  );

  test.each(paths.filter(path => !gets.includes(path)))('%s, which has no GET, is a 405', async pattern => {
    const { status, headers } = await send('HEAD', pathOf(pattern));
    expect(status).toBe(405);
    expect(headers.allow).not.toMatch(/GET|HEAD/);
  });
});

describe('OPTIONS', () => {
  const preflight = { origin: 'https://app.example', 'access-control-request-method': 'PUT' };

  test.each([...paths, '/nowhere'])(
    '%s allows pages of other origins its methods and headers',
    async pattern => {
      for (const headers of [{}, preflight]) {
        const answer = await send('OPTIONS', pathOf(pattern), undefined, headers);
        expect(answer).toMatchObject({
          status: 204,
          headers: {
            'access-control-allow-origin': '*',
            'access-control-allow-methods': 'GET,POST,PUT,DELETE,OPTIONS',
            'access-control-allow-headers': 'Authorization,Content-Type,Idempotency-Key,If-Match',
            vary: 'Access-Control-Request-Headers',
          },
          body: undefined,
        });
      }
    },
  );

  test('allows any header that a page asks for, and never cookies', async () => {
    const asked = 'authorization,baggage,content-type,sentry-trace,x-requested-with';
    const headers = { ...preflight, 'access-control-request-headers': asked };
    for (const path of ['/events', '/events/', '/nowhere']) {
      const answer = await send('OPTIONS', path, undefined, headers);
      expect(answer).toMatchObject({
        status: 204,
        headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': asked },
      });
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    }
    const origin = 'https://app.example';
    const { headers: told } = await send('GET', '/health', undefined, { origin, cookie: 'a=b' });
    expect(told['access-control-allow-origin']).toBe('*');
    expect(told).not.toHaveProperty('access-control-allow-credentials');
  });
});

const matches = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}$`).test(path);

test.each(paths)('%s has no PATCH, and names its methods', async pattern => {
  const answer = await send('PATCH', pathOf(pattern));
  expectProblem(answer, 'METHOD_NOT_ALLOWED');
  // A person may have an id such as `batch`, so that two patterns have this path.
  const methods = routes.flatMap(([method, path]) => (matches(path, pathOf(pattern)) ? [method] : []));
  expect(answer.headers.allow?.split(', ').sort()).toEqual([...methods, 'OPTIONS'].sort());
});
