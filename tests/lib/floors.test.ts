import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { textOf } from '../support/documents/documents.ts';
import { root } from '../support/servers/commands.ts';

/** The folders of `lib/`, each with its floor, as the table of CONTRIBUTING.md has them. */
const floors = new Map(
  [...textOf('CONTRIBUTING.md').matchAll(/^\| (\d) \| (.+?) \|/gm)].flatMap(([, floor, folders = '']) =>
    [...folders.matchAll(/`(\w+)\/`/g)].map(([, folder = '']) => [folder, Number(floor)] as const),
  ),
);

const files = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .map(name => join('lib', name));

const folderOf = (file: string): string => file.split('/')[1] ?? '';

const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/ from '(\.[^']+)'/g)].map(([, specifier = '']) =>
    normalize(join(dirname(file), specifier)),
  );

test('every file of lib/ is in a folder that has a floor', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter(file => !floors.has(folderOf(file)))).toEqual([]);
});

test('a folder of lib/ imports only itself, folders of lower floors, and schemas/', () => {
  const isAllowed = (file: string, imported: string) =>
    imported.startsWith('schemas/') ||
    folderOf(imported) === folderOf(file) ||
    Number(floors.get(folderOf(imported))) < Number(floors.get(folderOf(file)));
  const upwards = files.flatMap(file =>
    importsOf(file)
      .filter(imported => !isAllowed(file, imported))
      .map(imported => `${file} imports ${imported}`),
  );
  expect(upwards).toEqual([]);
});
