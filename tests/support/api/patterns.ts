import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from '@swc/core';
import { root } from '../servers/commands.ts';

/** A regular expression and its path. The source is not known if the expression is made at run time. */
export type Pattern = { path: string; source?: string; flags: string };

/** Every node of a syntax tree. */
function* nodesIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  yield value as Record<string, unknown>;
  for (const part of Object.values(value)) yield* nodesIn(part);
}

/** The patterns of JSON Schemas, each with its path. Ajv compiles them with the flag `u`. */
export function patternsOfSchemas(path: string, part: object): Pattern[] {
  return Object.entries(part).flatMap(([key, value]): Pattern[] => {
    if (key === 'errorMessage') return [];
    if (key === 'pattern' && typeof value === 'string') return [{ path, source: value, flags: 'u' }];
    return typeof value === 'object' && value !== null ? patternsOfSchemas(`${path}/${key}`, value) : [];
  });
}

/** The regular expressions in the source files of these folders. */
export async function patternsOfCode(folders: string[]): Promise<Pattern[]> {
  const files = folders.flatMap(folder => globSync(`${folder}/**/*.ts`, { cwd: root }));
  const own = files.filter(file => !file.includes('node_modules'));
  return (await Promise.all(own.map(patternsOfFile))).flat();
}

async function patternsOfFile(file: string): Promise<Pattern[]> {
  const program = await parse(await readFile(join(root, file), 'utf8'), { syntax: 'typescript' });
  return [...nodesIn(program)].flatMap(node => patternOf(node, file));
}

/** Shapes of @swc/core's syntax tree. */
type Literal = { type: string; value?: unknown };
type Call = { callee: Literal; arguments?: { expression: Literal }[] };

function patternOf(node: Record<string, unknown>, path: string): Pattern[] {
  if (node.type === 'RegExpLiteral') {
    return [{ path, source: String(node.pattern), flags: String(node.flags) }];
  }
  const { callee, arguments: values = [] } = node as Partial<Call>;
  if (callee?.type !== 'Identifier' || callee.value !== 'RegExp') return [];
  const [first, second] = values;
  const textOf = (part?: { expression: Literal }) =>
    part?.expression.type === 'StringLiteral' ? String(part.expression.value) : undefined;
  const source = textOf(first);
  return [{ path, ...(source !== undefined && { source }), flags: textOf(second) ?? '' }];
}
