import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { document } from '../documents/document.ts';

/** Every pattern of the document, once. */
export const patterns = (): string[] => {
  const found = new Set<string>();
  JSON.stringify(document, (key, value) => {
    if (key === 'pattern' && typeof value === 'string') found.add(value);
    return value;
  });
  return [...found];
};

const parser = new RegExpParser({ ecmaVersion: 2018 });

/** RE2 has this limit. */
const MAX_REPEATS = 1000;

/** A printable ASCII character, which may be escaped or written as a code. */
const PORTABLE = /^(?:[ -~]|\\x[\da-fA-F]{2}|\\[tnr]|\\[^\w\s])$/;

/** In a set, Java and Python read these as a nested set and as an intersection. */
const OF_SETS = ['[', '&'];

/**
 * The parts of a pattern that ECMA 262, `re` of Python, RE2 of Go and Java do not all read in the same way. Sets such
 * as `\w` and `.` are among them, since engines differ in letters of other languages and in line ends.
 */
export function unportableParts(pattern: string): string[] {
  const found: string[] = [];
  const refuse = ({ raw }: AST.Node) => void found.push(raw);
  const refuseIf =
    <Node extends AST.Node>(isUnportable: (node: Node) => boolean) =>
    (node: Node) =>
      isUnportable(node) && refuse(node);
  visitRegExpAST(parser.parsePattern(pattern, 0, pattern.length, { unicode: true }), {
    onAssertionEnter: refuseIf(({ kind }) => kind !== 'start' && kind !== 'end'),
    onBackreferenceEnter: refuse,
    onCapturingGroupEnter: refuseIf(({ name }) => name !== null),
    onCharacterEnter: refuseIf(
      ({ raw, parent }) => !PORTABLE.test(raw) || (parent.type !== 'Alternative' && OF_SETS.includes(raw)),
    ),
    onCharacterClassEnter: refuseIf(({ elements }) => elements.length === 0),
    onCharacterSetEnter: refuse,
    onQuantifierEnter: refuseIf(({ min, max }) => [min, max].some(n => n > MAX_REPEATS && n !== Infinity)),
  });
  return found;
}
