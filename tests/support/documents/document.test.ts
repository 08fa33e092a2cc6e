import type { Answer } from '../api/invoke.ts';
import { document, ensureDocumented, operationOf } from './document.ts';

const cors = {
  'access-control-allow-origin': '*',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};
const ada = { userId: 'ada', name: 'Ada', createdAt: '2027-01-01T00:00:00.000Z' };
const found: Answer = {
  status: 200,
  headers: { ...cors, 'content-type': 'application/json', etag: '"a"' },
  body: ada,
};
const missing: Answer = {
  status: 404,
  headers: { ...cors, 'content-type': 'application/problem+json' },
  body: document.components.examples.USER_NOT_FOUND?.value,
};

test.each([
  ['an answer', found],
  ['a problem', missing],
])('%s of the document is accepted', (_name, answer) => {
  expect(() => ensureDocumented('getUser', answer)).not.toThrow();
});

test.each<[string, Answer, RegExp]>([
  ['status', { ...found, status: 201 }, /the status 201/],
  ['header', { ...found, headers: { ...found.headers, 'x-new': '1' } }, /the header x-new/],
  ['type', { ...found, headers: { ...cors, 'content-type': 'text/plain' } }, /the type text\/plain/],
  ['field', { ...found, body: { ...ada, age: 36 } }, /additional properties/],
  ['value', { ...found, body: { ...ada, name: '' } }, /name must/],
  ['status in the body', { ...missing, body: { ...missing.body, status: 410 } }, /status must/],
  ['code', { ...missing, body: { ...missing.body, code: 'EVENT_NOT_FOUND' } }, /code must/],
])('a %s that is not in the document is a difference', (_name, answer, difference) => {
  expect(() => ensureDocumented('getUser', answer)).toThrow(difference);
});

test.each<[string, Answer, RegExp]>([
  ['header', { ...found, headers: { 'content-type': 'application/json' } }, /no header Access-Control/],
  ['field', { ...found, body: { userId: 'ada', name: 'Ada' } }, /required property 'createdAt'/],
  ['body', { ...found, body: undefined }, /body must/],
])('a missing %s of the document is a difference', (_name, answer, difference) => {
  expect(() => ensureDocumented('getUser', answer)).toThrow(difference);
});

test.each([
  ['GET', '/events', 'listEvents'],
  ['HEAD', '/events/a', 'getEvent'],
  ['POST', '/events/a/register', 'registerForEventByAlias'],
  ['PATCH', '/events/a', 'routeNotFound'],
  ['GET', '/nowhere', 'routeNotFound'],
])('%s %s is %s', (method, path, operationId) => {
  expect(operationOf(method, `http://api.test${path}?limit=1`)).toBe(operationId);
});
