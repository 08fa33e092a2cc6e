import { type OperationId, requests } from '../../schemas/requests.ts';
import { expectBrokenRules } from '../support/api/expectations.ts';
import { validated } from '../support/api/validation.ts';

type Part = { properties: Record<string, object> };
type Parts = Partial<Record<'headers' | 'path' | 'query' | 'body', Part>>;

/** The gateway accepts this many characters in all headers of a request together. */
const LONG = 'a'.repeat(10_240);
const ids = { eventId: 'some-event', userId: 'some-user', file: 'initializer.js' };

const all = Object.entries(requests) as [OperationId, Parts][];
const fieldsOf = (part: 'path' | 'query') =>
  all.flatMap(([operationId, parts]) =>
    Object.keys(parts[part]?.properties ?? {}).map((name): [OperationId, string] => [operationId, name]),
  );

/** The headers that operations read. The first part tells whether an operation reads them. */
const HEADERS: [isRead: (id: OperationId, parts: Parts) => unknown, names: string[]][] = [
  [(_id, { body }) => body, ['content-type', 'content-encoding']],
  [(_id, parts) => 'csvQuery' in parts, ['accept']],
  [(_id, { headers }) => headers?.properties['idempotency-key'], ['idempotency-key']],
  [(_id, { headers }) => headers?.properties['if-match'], ['if-match']],
  [(_id, { headers }) => headers?.properties['if-none-match'], ['if-none-match']],
  [id => id === 'routeNotFound', ['access-control-request-headers']],
  [id => id === 'getDocsFile', ['accept-encoding']],
];
const headers = all.flatMap(([operationId, parts]) =>
  HEADERS.flatMap(([isRead, names]) => (isRead(operationId, parts) ? names : [])).map(
    (name): [OperationId, string] => [operationId, name],
  ),
);

test('these tests try every header of the schemas', () => {
  const known = all.flatMap(([id, parts]) =>
    Object.keys(parts.headers?.properties ?? {}).map(name => [id, name]),
  );
  expect(headers).toEqual(expect.arrayContaining(known));
});

test.each(headers)('%s refuses a %s that is too long, and does not read it', async (operationId, name) => {
  const method = operationId === 'routeNotFound' ? 'OPTIONS' : 'POST';
  const request = {
    method,
    path: ids,
    body: '{',
    headers: { 'content-type': 'application/json', [name]: LONG },
  };
  const answer = await validated(
    operationId,
    name === 'idempotency-key' ? { ...request, body: {} } : request,
  );
  expect(answer.body.errors).toContainEqual({
    path: `/headers/${name}`,
    message: expect.stringMatching(/^must NOT have more than \d+ characters$|^must be 1 to 255 /),
  });
});

test('a refusal names all headers that are too long', async () => {
  const request = { headers: { 'if-match': LONG, 'content-type': LONG }, path: ids, body: {} };
  expectBrokenRules(await validated('updateEvent', request), ['/headers/content-type', '/headers/if-match']);
});

test.each(['text/csv', `text/csv;x=${'y'.repeat(985)}`, 'a/b,'.repeat(200)])(
  'an Accept of up to 1000 characters is read: %.20s',
  async accept => {
    const answer = await validated('listUserHistory', { path: ids, headers: { accept } });
    expect(answer.status).toBe(200);
  },
);

test('an If-Match of 8192 characters is read', async () => {
  const tag = `"${'x'.repeat(8190)}"`;
  expect((await validated('deleteEvent', { path: ids, headers: { 'if-match': tag } })).status).toBe(200);
});

test('an If-Match of many empty tags is refused', async () => {
  const request = { path: ids, headers: { 'if-match': `"a"${', '.repeat(29)}!` } };
  expectBrokenRules(await validated('deleteEvent', request), ['/headers/if-match']);
});

test.each(fieldsOf('query'))('%s refuses a %s in its query that is too long', async (operationId, name) => {
  const answer = await validated(operationId, { path: ids, query: { [name]: LONG } });
  expectBrokenRules(answer, [`/query/${name}`]);
});

// An unknown file of the docs page is a 404, however long its name is.
const idsInPaths = fieldsOf('path').filter(([, name]) => name !== 'file');

test.each(idsInPaths)('%s refuses a %s in its path that is too long', async (operationId, name) => {
  const answer = await validated(operationId, { path: { ...ids, [name]: LONG }, body: {} });
  expect(answer.body.errors).toContainEqual({ path: `/path/${name}`, message: expect.any(String) });
});
