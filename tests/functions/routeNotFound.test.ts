import { handler } from '../../functions/routeNotFound.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';

const request = (method: string, rawPath: string) => invoke(handler, { method, rawPath });

const EVERY_PATH = [
  '/',
  '/health',
  '/openapi.json',
  '/docs',
  '/docs/swagger-ui.css',
  '/events',
  '/events/some-event',
  '/users',
  '/users/some-user',
  '/events/some-event/registrations',
  '/events/some-event/register',
  '/events/some-event/registrations/some-user',
  '/events/some-event/register/some-user',
  '/events/some-event/registrations/some-user/check-in',
  '/events/some-event/calendar.ics',
  '/users/some-user/calendar.ics',
  '/users/some-user/registrations',
];

describe('204', () => {
  test.each([...EVERY_PATH, '/nowhere'])('answers the preflight of %s', async rawPath => {
    const answer = await invoke(handler, {
      method: 'OPTIONS',
      rawPath,
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.body).toBeUndefined();
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET,POST,PUT,DELETE,OPTIONS',
      'access-control-allow-headers': 'authorization,content-type',
      vary: 'Access-Control-Request-Headers',
      'access-control-max-age': '86400',
    });
  });
});

describe('404', () => {
  test.each([
    ['GET', '/nowhere'],
    ['POST', '/event'],
    ['GET', '/events/some-event/seats'],
    ['DELETE', '/events/some-event/registrations/some-user/more'],
    ['GET', '/prefix/events'],
    ['GET', '/Events'],
    ['PUT', '/users/some-user/registrations/some-event'],
  ])('knows no %s %s', async (method, path) => {
    const calls = await callsOf(async () => expectProblem(await request(method, path), 'ROUTE_NOT_FOUND'));
    expect(calls).toEqual([]);
  });

  test.each([
    '/nowhere/',
    '//',
    '//evil.example/',
    '//evil.example/events/',
    '/events//',
    '/users/../',
    '/users/./',
  ])('knows no GET %s, nor the same without the slash', async path =>
    expectProblem(await request('GET', path), 'ROUTE_NOT_FOUND'),
  );
});

describe('308', () => {
  test.each([
    ['GET', '/health/', '../health'],
    ['GET', '/docs/', '../docs'],
    ['POST', '/events/', '../events'],
    ['PATCH', '/users/ada/', '../ada'],
    ['DELETE', '/events/some-event/registrations/ada/', '../ada'],
    ['GET', '/users/a b\r\nX: y/', '../a%20b%0D%0AX%3A%20y'],
    ['GET', '/users/http:/', '../http%3A'],
  ])('sends %s %s to %s', async (method, rawPath, location) => {
    const answer = await request(method, rawPath);
    expect(answer).toMatchObject({ status: 308, headers: { location, 'cache-control': 'no-store' } });
    expect(answer.body).toBeUndefined();
  });

  test('keeps the query as it is', async () => {
    const rawQueryString = 'q=a+b&q=c%20d&limit=1';
    const { headers } = await invoke(handler, { rawPath: '/events/', rawQueryString });
    expect(headers.location).toBe(`../events?${rawQueryString}`);
  });

  test.each(['a%20b', 'a b', '%2Fevil', '100%'])('leads from %s to the same segment', async segment => {
    const { headers } = await invoke(handler, { rawPath: `/events/${segment}/` });
    const { pathname } = new URL(String(headers.location), 'http://api.test/events/x/');
    const same = { 'a%20b': 'a%20b', 'a b': 'a%20b', '%2Fevil': '%2Fevil', '100%': '100%25' }[segment];
    expect(pathname).toBe(`/events/${same}`);
  });
});

describe('405', () => {
  test.each([
    ['POST', '/', 'GET,HEAD'],
    ['POST', '/health', 'GET,HEAD'],
    ['POST', '/docs', 'GET,HEAD'],
    ['PUT', '/docs/swagger-ui.css', 'GET,HEAD'],
    ['DELETE', '/openapi.json', 'GET,HEAD'],
    ['HEAD', '/events/some-event/register', 'POST'],
    ['DELETE', '/events', 'GET,HEAD,POST'],
    ['POST', '/events/some-event', 'DELETE,GET,HEAD,PUT'],
    ['PATCH', '/events/some-event', 'DELETE,GET,HEAD,PUT'],
    ['PUT', '/users', 'GET,HEAD,POST'],
    ['POST', '/users/some-user', 'DELETE,GET,HEAD,PUT'],
    ['POST', '/users/some-user/history', 'GET,HEAD'],
    ['DELETE', '/events/some-event/history', 'GET,HEAD'],
    ['DELETE', '/events/some-event/registrations', 'GET,HEAD,POST'],
    ['GET', '/events/some-event/register', 'POST'],
    ['GET', '/events/some-event/registrations/some-user', 'DELETE'],
    ['POST', '/events/some-event/register/some-user', 'DELETE'],
    ['GET', '/events/some-event/registrations/some-user/check-in', 'DELETE,POST'],
    ['DELETE', '/events/some-event/calendar.ics', 'GET,HEAD'],
    ['POST', '/users/some-user/registrations', 'GET,HEAD'],
  ])('takes no %s %s, and names the methods that it takes', async (method, path, methods) => {
    const answer = await request(method, path);
    expectProblem(answer, 'METHOD_NOT_ALLOWED');
    const allowed = (answer.headers.allow ?? '').split(', ').filter(name => name !== 'OPTIONS');
    expect(allowed.sort().join()).toBe(methods);
  });
});
