import { accessSettings } from '../../lib/access/settings.ts';
import { access, WHO, whoMay } from '../../schemas/access.ts';
import { operations, type RoutedId } from '../../schemas/operations.ts';
import { textOf } from '../support/documents/documents.ts';

const operationIds = Object.keys(operations) as RoutedId[];

/** The cells of the rows of all tables of a document. */
const rowsOf = (document: string): string[][] =>
  textOf(document)
    .split('\n')
    .filter(line => line.startsWith('| '))
    .map(line =>
      line
        .slice(1, -1)
        .split('|')
        .map(cell => cell.trim()),
    );

test('docs/access.md says whom each operation is for', () => {
  const listed = rowsOf('docs/access.md').flatMap(([operation = '', who]) => {
    const [, id] = /^`([a-z]\w+)`$/.exec(operation) ?? [];
    return id ? [[id, who]] : [];
  });
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(operationIds.map(id => [id, whoMay(id)])));
  expect(listed).toHaveLength(operationIds.length);
});

test('the table of routes in the README says whom each route is for', () => {
  const listed = rowsOf('README.md').flatMap(([, fn = '', who]) => {
    const [, id] = /^\[(\w+)\]\(functions\//.exec(fn) ?? [];
    return id ? [[id, who || WHO.anyone]] : [];
  });
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(operationIds.map(id => [id, whoMay(id)])));
});

test('what is for anybody is for nobody else besides', () => {
  const mixed = Object.entries(access).filter(
    ([, who]) => who.length > 1 && who.some((one: string) => one === 'anyone'),
  );
  expect(mixed).toEqual([]);
});

test('docs/access.md and docs/operate.md have the settings, and the former their defaults', () => {
  const { issuer, audience, ...optional } = accessSettings({
    AUTH_ISSUER: 'https://issuer.example.com',
    AUTH_AUDIENCE: 'event-management-api',
  }) as Record<string, string>;
  const names = ['AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_ROLE_CLAIM', 'AUTH_ORGANISER_ROLE', 'AUTH_ADMIN_ROLE'];
  const defaults = ['', '', ...Object.values(optional).map(value => `\`${value}\``)];
  const listed = rowsOf('docs/access.md').filter(([name = '']) => name.startsWith('`AUTH_'));
  expect([issuer, audience]).not.toContain(undefined);
  expect(listed.map(([name, otherwise]) => [name, otherwise])).toEqual(
    names.map((name, index) => [`\`${name}\``, defaults[index]]),
  );
  const text = textOf('docs/operate.md');
  expect(names.filter(name => !text.includes(`\`${name}\``))).toEqual([]);
});
