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

test('openapi.json is what the schemas and serverless.yml make of it (npm run openapi)', async () => {
  expect(await readFile(join(root, 'openapi.json'), 'utf8')).toBe(openApiText());
});

test('it tells of every route of serverless.yml, under the name of its function', () => {
  const told = places.map(({ method, path, operation }) => {
    const operationId = operation.operationId.replace(/ByAlias$/, '');
    return `${method} ${path} ${operationId}`;
  });
  const expected = routes.filter(([method]) => method !== 'HEAD').map(route => route.join(' '));
  expect(told.sort()).toEqual(expected.sort());
});

test('each operation has a name of its own; the second route to a function says that it is the same', () => {
  const ids = places.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const aliases = ids.filter(id => !(id in operations));
  expect(aliases.sort()).toEqual(['registerForEventByAlias', 'unregisterFromEventByAlias']);
});

test('every read that may lag says so, and no other one', () => {
  const late = places.filter(({ operation }) => /may lag/.test(JSON.stringify(operation)));
  expect(late.map(({ path }) => path).sort()).toEqual([
    '/events',
    '/events/{eventId}/history',
    '/users',
    '/users/{userId}/calendar.ics',
    '/users/{userId}/history',
    '/users/{userId}/registrations',
  ]);
});

test('it has no pattern and no format that only JavaScript, or only this project, understands', () => {
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

test('it says in words that a text must show something, and which dates there are', () => {
  const { title, date } = (document.components.schemas.CreateEvent as { properties: Record<string, object> })
    .properties;
  expect(title).toMatchObject({ minLength: 1, description: expect.stringContaining('shows something') });
  expect(date).toMatchObject({ description: expect.stringContaining('0001-01-01 to 9999-12-31') });
});

test('it keeps every rule that Redocly recommends', async () => {
  const cli = join(root, 'node_modules/@redocly/cli/bin/cli.js');
  const options = ['lint', 'openapi.json', '--extends=recommended', '--format=json'];
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...options], {
    cwd: root,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
  expect(JSON.parse(stdout)).toMatchObject({ totals: { errors: 0, warnings: 0, ignored: 0 }, problems: [] });
});
