import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../servers/commands.ts';

/** The root and these folders have documents. */
const FOLDERS = ['docs', 'tests', 'bench', 'local', 'build'];

const markdownIn = (folder: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter(name => name.endsWith('.md') && !name.includes('node_modules'))
        .map(name => join(folder, name))
    : [];

/** The documents of the project, as paths from its root. */
export const documents: string[] = [
  ...readdirSync(root).filter(name => name.endsWith('.md')),
  ...FOLDERS.flatMap(markdownIn),
].sort();

export const textOf = (document: string): string => readFileSync(join(root, document), 'utf8');

/** A fenced block of a document, with the line of its first text. */
export type Block = { document: string; line: number; text: string };

/** The blocks of a document in one language, such as `console`. */
export function blocksOf(document: string, language: string): Block[] {
  const text = textOf(document);
  const fences = text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'));
  return [...fences].map(({ index, 1: block = '' }) => ({
    document,
    line: text.slice(0, index).split('\n').length + 1,
    text: block,
  }));
}
