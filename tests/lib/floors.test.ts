import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { textOf } from '../support/documents/documents.ts';
import { root } from '../support/servers/commands.ts';

/** The folders of `lib/`, each with its floor in the table of CONTRIBUTING.md. */
const floors = new Map(
  [...textOf('CONTRIBUTING.md').matchAll(/^\| (\d) \| (.+?) \|/gm)].flatMap(([, floor, folders = '']) =>
    [...folders.matchAll(/`(\w+)\/`/g)].map(([, folder = '']) => [folder, Number(floor)] as const),
  ),
);

/** The folders of the project that each folder may import. Generated files are imported as `#build/`. */
const MAY_IMPORT: Record<string, string[]> = {
  schemas: ['lib/core'],
  lib: ['schemas'],
  functions: ['lib', 'schemas'],
  build: ['lib', 'schemas'],
  local: ['lib', 'schemas'],
  bench: ['functions', 'lib', 'schemas', 'build', 'local', 'tests'],
  tests: ['functions', 'lib', 'schemas', 'build', 'local'],
};

const filesOf = (folder: string): string[] =>
  globSync(`${folder}/**/*.ts`, { cwd: root }).filter(file => !file.includes('node_modules'));

const folderOf = (file: string): string => file.split('/')[1] ?? '';

/**
 * The files that a file imports or exports by a relative path, also at run time. Paths out of the project are texts of
 * generated files.
 */
const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*['"`](\.[^'"`]+)/g)]
    .map(([, specifier = '']) => normalize(join(dirname(file), specifier)))
    .filter(imported => !imported.startsWith('..'));

const wrongImports = (files: string[], isAllowed: (file: string, imported: string) => boolean) =>
  files.flatMap(file =>
    importsOf(file)
      .filter(imported => !isAllowed(file, imported))
      .map(imported => `${file} imports ${imported}`),
  );

test('every file of lib/ is in a folder that has a floor', () => {
  const files = filesOf('lib');
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter(file => !floors.has(folderOf(file)))).toEqual([]);
});

test('a folder of lib/ imports only itself, folders of lower floors, and schemas/', () => {
  const isAllowed = (file: string, imported: string) =>
    imported.startsWith('schemas/') ||
    folderOf(imported) === folderOf(file) ||
    Number(floors.get(folderOf(imported))) < Number(floors.get(folderOf(file)));
  expect(wrongImports(filesOf('lib'), isAllowed)).toEqual([]);
});

test.each(Object.entries(MAY_IMPORT))('%s/ imports only itself and %j', (folder, others) => {
  const files = filesOf(folder);
  expect(files.flatMap(importsOf)).not.toEqual([]);
  const allowed = [folder, ...others].map(one => `${one}/`);
  const isAllowed = (_file: string, imported: string) =>
    !imported.includes('/') || allowed.some(one => imported.startsWith(one));
  expect(wrongImports(files, isAllowed)).toEqual([]);
});

test('functions have their middleware from one of the two endpoints', () => {
  const imported = globSync('functions/*.ts', { cwd: root }).map(file => [
    file,
    /import \{ (\w+) \} from '\.\.\/lib\/handlers\/\1\.ts'/.exec(readFileSync(join(root, file), 'utf8'))?.[1],
  ]);
  expect(imported.length).toBeGreaterThan(20);
  expect(imported.filter(([, name]) => !['endpoint', 'guardedEndpoint'].includes(String(name)))).toEqual([]);
});

test('functions do not import each other', () => {
  expect(wrongImports(filesOf('functions'), (_file, imported) => !imported.startsWith('functions/'))).toEqual(
    [],
  );
});
