import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../support/documents/documents.ts';
import { root } from '../support/servers/commands.ts';

const serverless = readFileSync(join(root, 'serverless.yml'), 'utf8');

/** The parameters of tables have one row for all tables. */
const rowOf = (name: string) => name.replace(/^\w+(?=Max(Reads|Writes)$)/, 'TABLE');

/** The parameters that serverless.yml reads, with their defaults. */
function parametersRead(): Record<string, string> {
  const [, defaults = ''] = /^params:\n {2}default:\n((?: {4}.*\n)+)/m.exec(serverless) ?? [];
  const values = Object.fromEntries(
    [...defaults.matchAll(/^ {4}(\w+): "?([^"\n]*)"?$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  const names = [...serverless.matchAll(/\$\{param:(\w+)/g)].map(([, name = '']) => rowOf(name));
  for (const [name, value] of Object.entries(values))
    values[name] = value.replace(/\$\{self:service\}-\$\{sls:stage\}/, 'event-management-api-STAGE');
  // The beginning of names is that of the stage, which no default in params can say.
  const ofStage = { dataTables: 'event-management-api-STAGE' };
  return Object.fromEntries(names.map(name => [name, { ...values, ...ofStage }[name] ?? '']));
}

/** The table of parameters in docs/operate.md. A row may have several with commas between them. */
function parametersTold(): Record<string, string> {
  const [, table = ''] = /^\| parameter .*\n\|[-|]+\n((?:\|.*\n)+)/m.exec(textOf('docs/operate.md')) ?? [];
  const rows = table.trimEnd().split('\n');
  return Object.fromEntries(
    rows.flatMap(row => {
      const [, names = '', defaults = ''] = row.split('|').map(cell => cell.replaceAll('`', '').trim());
      const values = defaults.split(', ');
      return names.split(', ').map((name, index) => [name, values[index] ?? '']);
    }),
  );
}

test('docs/operate.md has every parameter of serverless.yml, with its default, and no other', () => {
  expect(Object.keys(parametersRead()).length).toBeGreaterThan(10);
  expect(parametersTold()).toEqual(parametersRead());
});
