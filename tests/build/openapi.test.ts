import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import routes from '#build/routes.js';
import { openApiText } from '../../build/openapi/document.ts';
import { operations } from '../../schemas/operations.ts';
import { patternsOfSchemas } from '../support/api/patterns.ts';
import { document, places } from '../support/documents/document.ts';
import { root } from '../support/servers/commands.ts';

test('openapi.json is generated from the schemas and serverless.yml (npm run openapi)', async () => {
  expect(await readFile(join(root, 'openapi.json'), 'utf8')).toBe(openApiText());
});

test('the document has every route of serverless.yml, under the name of its function', () => {
  const told = places.map(({ method, path, operation }) => {
    const operationId = operation.operationId.replace(/ByAlias$/, '');
    return `${method} ${path} ${operationId}`;
  });
  const expected = routes.filter(([method]) => method !== 'HEAD').map(route => route.join(' '));
  expect(told.sort()).toEqual(expected.sort());
});

test('each operation has its own name, and the second route to a function is named as an alias', () => {
  const ids = places.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const aliases = ids.filter(id => !(id in operations));
  expect(aliases.sort()).toEqual(['registerForEventByAlias', 'unregisterFromEventByAlias']);
});

test('every read that may lag is documented as such, and no others', () => {
  const late = places.filter(({ operation }) => /may lag/.test(JSON.stringify(operation)));
  expect(late.map(({ path }) => path).sort()).toEqual([
    '/events',
    '/events/{eventId}/availability',
    '/events/{eventId}/history',
    '/users',
    '/users/{userId}/history',
  ]);
});

test('every operation may be answered 429 by the gateway, which is no problem and has none of our headers', () => {
  const unmatched = document['x-unmatched-requests'];
  for (const { responses } of [...places.map(({ operation }) => operation), unmatched]) {
    expect(responses[429]?.description).toContain('no `application/problem+json`');
    expect(Object.keys(responses[429]?.content ?? {})).toEqual(['application/json']);
    expect(responses[429]).not.toHaveProperty('headers');
  }
});

test('the document has no pattern and no format that only JavaScript or this project understands', () => {
  const unknown = /\\[pPuk]|\(\?(?!:)/;
  expect(
    patternsOfSchemas('openapi.json', document).filter(({ source = '' }) => unknown.test(source)),
  ).toEqual([]);
  const formats = JSON.stringify(document).matchAll(/"format":"([^"]+)"/g);
  expect([...new Set([...formats].map(([, format]) => format))].sort()).toEqual([
    'date',
    'date-time',
    'uuid',
  ]);
});

test('the document describes that a text must show something, and the range of dates', () => {
  const { title, date } = (document.components.schemas.CreateEvent as { properties: Record<string, object> })
    .properties;
  expect(title).toMatchObject({ minLength: 1, description: expect.stringContaining('shows something') });
  expect(date).toMatchObject({ description: expect.stringContaining('0001-01-01 to 9999-12-31') });
});

test('the document keeps every rule that Redocly recommends', async () => {
  const cli = join(root, 'node_modules/@redocly/cli/bin/cli.js');
  const options = ['lint', 'openapi.json', '--extends=recommended', '--format=json'];
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...options], {
    cwd: root,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
  expect(JSON.parse(stdout)).toMatchObject({ totals: { errors: 0, warnings: 0, ignored: 0 }, problems: [] });
});
