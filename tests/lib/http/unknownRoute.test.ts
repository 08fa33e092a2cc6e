import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import routes from '#build/routes.js';
import type { ApiError } from '../../../lib/core/errors.ts';
import { answerUnrouted } from '../../../lib/http/unknownRoute.ts';

function refusalOf(method: string, rawPath: string): ApiError {
  const event = { rawPath, rawQueryString: '', requestContext: { http: { method } } };
  try {
    answerUnrouted(event as APIGatewayProxyEventV2);
  } catch (error) {
    return error as ApiError;
  }
  throw new Error(`${method} ${rawPath} was not refused`);
}

test('the service has every route of the contract, and no others', () => {
  const told = routes.filter(([method]) => method !== 'HEAD');
  expect(told.map(([method, path]) => `${method} ${path}`).sort()).toEqual(
    [
      'GET /',
      'GET /health',
      'GET /openapi.json',
      'GET /docs',
      'GET /docs/{file}',
      'POST /events',
      'GET /events',
      'GET /events/{eventId}',
      'GET /events/{eventId}/availability',
      'PUT /events/{eventId}',
      'DELETE /events/{eventId}',
      'POST /users',
      'POST /users/{userId}/calendar-feed',
      'GET /users',
      'GET /users/{userId}',
      'PUT /users/{userId}',
      'DELETE /users/{userId}',
      'GET /users/{userId}/history',
      'GET /events/{eventId}/history',
      'POST /events/{eventId}/registrations',
      'POST /events/{eventId}/register',
      'POST /events/{eventId}/registrations/batch',
      'POST /events/{eventId}/check-ins/batch',
      'POST /events/{eventId}/copies',
      'DELETE /events/{eventId}/registrations/{userId}',
      'DELETE /events/{eventId}/register/{userId}',
      'POST /events/{eventId}/registrations/{userId}/check-in',
      'POST /events/{eventId}/registrations/{userId}/transfer',
      'DELETE /events/{eventId}/registrations/{userId}/check-in',
      'GET /events/{eventId}/calendar.ics',
      'GET /users/{userId}/calendar.ics',
      'GET /events/{eventId}/registrations',
      'GET /users/{userId}/registrations',
    ].sort(),
  );
});

test('every route with GET has HEAD, in the same function', () => {
  const taking = (asked: string) =>
    routes.filter(([method]) => method === asked).map(([, path, operationId]) => `${path} ${operationId}`);
  expect(taking('HEAD').sort()).toEqual(taking('GET').sort());
});

test.each(routes)('another method for %s %s is a 405 that names the allowed methods', (method, pattern) => {
  const refusal = refusalOf('TRACE', pattern.replaceAll(/\{\w+\}/g, 'some-id'));
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
  '/events/a/calendarXics',
])('the path "%s" is a 404', path => {
  expect(refusalOf('GET', path).code).toBe('ROUTE_NOT_FOUND');
});
