import { handler } from '../../functions/routeNotFound.ts';
import { callsOf } from '../helpers/calls.ts';
import { expectProblem } from '../helpers/expectations.ts';
import { invoke } from '../helpers/invoke.ts';

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
        'access-control-request-headers': 'content-type',
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.body).toBeUndefined();
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET,POST,PUT,DELETE,OPTIONS',
      'access-control-allow-headers': 'Content-Type,Idempotency-Key,If-Match',
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

  test.each(['/health/', '/events/', '/users/'])(
    'does not say of GET %s that the path takes no GET',
    async path => {
      expectProblem(await request('GET', path), 'ROUTE_NOT_FOUND');
    },
  );
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
    ['POST', '/users/some-user', 'DELETE,GET,HEAD'],
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
