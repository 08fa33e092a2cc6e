import routes from '#build/routes.js';
import { eventBody } from '../support/api/bodies.ts';
import { send } from '../support/api/client.ts';
import { examplePaths } from '../support/api/examplePaths.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { sendRaw } from '../support/api/rawRequest.ts';

let pathOf: (pattern: string) => string;
beforeAll(async () => {
  pathOf = await examplePaths();
});

const paths = [...new Set(routes.map(([, path]) => path))];

test.each(paths.filter(path => path !== '/'))(
  '%s with a slash at its end is redirected to the path without it',
  async pattern => {
    const path = pathOf(pattern);
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']) {
      const { status, headers, body } = await sendRaw(method, `${path}/?limit=1&q=a%20b`);
      expect({ status, body }).toEqual({ status: 308, body: undefined });
      expect(headers.location).toMatch(/^\.\.\/\w/);
      const { pathname, search } = new URL(headers.location ?? '', `http://api.test${path}/?limit=1`);
      expect({ pathname, search }).toEqual({ pathname: path, search: '?limit=1&q=a+b' });
      expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
    }
    expect((await send('OPTIONS', `${path}/`)).status).toBe(204);
  },
);

test('a redirect leads to the resource with the same method and body', async () => {
  const { eventId } = eventBody();
  const made = await send('POST', '/events/', eventBody({ eventId }));
  expect(made).toMatchObject({ status: 201, body: { eventId } });
  expect((await send('GET', `/events/${eventId}/`)).body).toEqual(made.body);
});

test.each(['/nowhere/', '//evil.example/', '//evil.example/events/', '/events//', '//'])(
  '%s, which is no route without its last slash, is a 404',
  async path => expectProblem(await sendRaw('GET', path), 'ROUTE_NOT_FOUND'),
);
