import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { documents, textOf } from '../support/documents/documents.ts';
import { root } from '../support/servers/commands.ts';

const exists = (path: string) => existsSync(join(root, path));
const sourceOf = (path: string) => readFileSync(join(root, path), 'utf8');

type Link = { words: string; path: string; heading: string };

/** The links of a document that lead to files of the project, as paths from its root. */
const linksOf = (document: string): Link[] =>
  [...textOf(document).matchAll(/\[([^\]]+)\]\((?!\w+:)([^)#]*)#?([^)]*)\)/g)].map(
    ([, words = '', path = '', heading = '']) => ({
      words,
      path: path ? normalize(join(dirname(document), path)) : document,
      heading,
    }),
  );

/** The anchors of the headings of a document on GitHub. */
const headingsOf = (document: string): string[] =>
  [...textOf(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** The names in the words of a link, such as `takeSeat` in `seatsMoves.takeSeat`. The name of the file is left out. */
const namesIn = ({ words, path }: Link): string[] =>
  [...words.matchAll(/`(?:\w+\.)?(\w+)`/g)]
    .filter(([code]) => !path.endsWith(code.slice(1, -1)))
    .map(([, name = '']) => name);

const isDeclaredIn = (path: string, name: string): boolean =>
  new RegExp(path.endsWith('.ts') ? `\\b(const|function\\*?|class|type) ${name}\\b` : `\\b${name}\\b`).test(
    sourceOf(path),
  );

/** The paths that a document names anywhere, without patterns. */
const pathsNamedIn = (document: string): string[] =>
  [
    ...textOf(document).matchAll(
      /(?<![\w./-])(?:functions|lib|schemas|build|local|tests|bench|docs)\/[\w./-]*[\w/](?![\w<*{])/g,
    ),
  ].map(([path]) => path);

/** The files of the project that a file imports, types too: a reader follows both. */
const importsOf = (path: string): string[] =>
  [...sourceOf(path).matchAll(/^import [^;]*? from '(\.[^']+)'/gm)].map(([, specifier = '']) =>
    normalize(join(dirname(path), specifier)),
  );

/** The file, and the files that it reaches by so many imports in a row. */
function reachedFrom(path: string, imports: number): Set<string> {
  const reached = new Set([path]);
  for (let step = 1; step <= imports; step += 1) {
    for (const file of [...reached]) for (const imported of importsOf(file)) reached.add(imported);
  }
  return reached;
}

/** What is wrong in all documents, with the name of the document. */
const wrongIn = (find: (document: string) => string[]): string[] =>
  documents.flatMap(document => find(document).map(what => `${document}: ${what}`));

test('links lead to existing files and headings', () => {
  const isDead = ({ path, heading }: Link) =>
    !exists(path) || (heading !== '' && !headingsOf(path).includes(heading));
  const dead = wrongIn(document =>
    linksOf(document)
      .filter(isDead)
      .map(({ path, heading }) => `${path}#${heading}`),
  );
  expect(dead).toEqual([]);
});

test('files and folders that documents name exist', () => {
  expect(wrongIn(document => pathsNamedIn(document).filter(path => !exists(path)))).toEqual([]);
});

test('names that are links are declared in the files that they lead to', () => {
  const undeclared = wrongIn(document =>
    linksOf(document).flatMap(link =>
      namesIn(link)
        .filter(name => !exists(link.path) || !isDeclaredIn(link.path, name))
        .map(name => `${name} in ${link.path}`),
    ),
  );
  expect(undeclared).toEqual([]);
});

test('commands run existing scripts and functions', () => {
  const functions = /^functions:\n(.*?)(?=^\w|(?![\s\S]))/ms.exec(sourceOf('serverless.yml'))?.[1] ?? '';
  const keys = [...functions.matchAll(/^ {2}(\w+):$/gm)].map(([, key]) => key);
  expect(keys).toContain('registerForEvent');
  const unknown = wrongIn(document => [
    ...argumentsOf(document, /npm run (?:-\S+ )*([\w:]+)/g).filter(
      script => !(script in packageJson.scripts),
    ),
    ...argumentsOf(document, /(?:--function|npm run invoke --) (\w+)/g).filter(key => !keys.includes(key)),
  ]);
  expect(unknown).toEqual([]);
});

test('no command calls a deployed function again and again while it runs', () => {
  expect(wrongIn(document => argumentsOf(document, /(serverless invoke (?!local\b)\S+)/g))).toEqual([]);
});

const argumentsOf = (document: string, command: RegExp): string[] =>
  [...textOf(document).matchAll(command)].map(([, argument = '']) => argument);

describe('docs/registration.md', () => {
  const steps = linksOf('docs/registration.md').filter(link => namesIn(link).length > 0);

  test('names a function for each step', () => {
    expect(new Set(steps.flatMap(namesIn)).size).toBeGreaterThan(10);
  });

  test('names functions in files that registerForEvent reaches by three imports at most', () => {
    const reached = reachedFrom('functions/registerForEvent.ts', 3);
    expect(steps.map(({ path }) => path).filter(path => !reached.has(path))).toEqual([]);
  });
});

test('the README has 200 lines at most, and a picture in its first screen', () => {
  const lines = textOf('README.md').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(200);
  expect(lines.slice(0, 25)).toContain('```mermaid');
});
