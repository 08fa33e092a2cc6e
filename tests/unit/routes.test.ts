import routes from '#build/routes.js';
import { noSuchRoute } from '../../lib/routes.ts';

test('every route of the contract is there, and no other', () => {
  expect(routes.map(route => route.join(' ')).sort()).toEqual(
    [
      'GET /',
      'GET /health',
      'POST /events',
      'GET /events',
      'GET /events/{eventId}',
      'PUT /events/{eventId}',
      'DELETE /events/{eventId}',
      'POST /users',
      'GET /users',
      'GET /users/{userId}',
      'DELETE /users/{userId}',
      'GET /users/{userId}/history',
      'GET /events/{eventId}/history',
      'POST /events/{eventId}/registrations',
      'POST /events/{eventId}/register',
      'DELETE /events/{eventId}/registrations/{userId}',
      'DELETE /events/{eventId}/register/{userId}',
      'GET /events/{eventId}/registrations',
      'GET /users/{userId}/registrations',
    ].sort(),
  );
});

test.each(routes)('a method that %s %s does not have is a 405 that names those it has', (method, pattern) => {
  const refusal = noSuchRoute('TRACE', pattern.replaceAll(/\{\w+\}/g, 'some-id'));
  expect(refusal.code).toBe('METHOD_NOT_ALLOWED');
  const allowed = refusal.headers.Allow?.split(', ') ?? [];
  expect(allowed).toEqual(expect.arrayContaining([method, 'OPTIONS']));
  expect(new Set(allowed).size).toBe(allowed.length);
});

test.each([
  '/event',
  '/eventsx',
  '/x/events',
  '/events/a/b',
  '/users/a/b',
  '/events/a/register/b/c',
  '',
  '//events',
])('the path "%s" is a 404', path => {
  expect(noSuchRoute('GET', path).code).toBe('ROUTE_NOT_FOUND');
});
