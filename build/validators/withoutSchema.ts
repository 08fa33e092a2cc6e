/** Matches `schema11.properties.body` or `schema11.then["if-match"]`, with what stands before it. */
const FROM_SCHEMA = /(\.call\()?\bschema\d+((?:\.\w+|\["[^"]+"\]|\[\d+\])+)/g;

/** Says where in the schema a broken rule stands, which no answer tells. */
const SCHEMA_PATH = /\bschemaPath: ?"(?:[^"\\]|\\.)*", ?/g;

/** Matches the words of Ajv for rules that lib/http/problem.ts tells by their parameters. */
const UNTOLD =
  /(keyword: ?"(?:type|required|enum)", ?params: ?\{[^}]*\}), ?message: ?"(?:[^"\\]|\\.)*"(?: ?\+ ?"(?:[^"\\]|\\.)*")*/g;

/** Matches how a validator keeps a broken rule, which is a fifth of its code. */
const KEEPING = /if\(vErrors === null\)\{\s*vErrors = \[(\w+)\];\s*\}\s*else \{\s*vErrors\.push\(\1\);\s*\}/g;

/**
 * Returns the code of a validator without its schema: each value that it would look up there, such as those of an
 * enumeration, stands in its place. Broken rules are kept in fewer words, and without those that no answer tells.
 */
export const withoutSchema = (code: string, schema: object): string =>
  code
    .replace(SCHEMA_PATH, '')
    .replace(UNTOLD, '$1')
    .replace(KEEPING, '(vErrors ??= []).push($1);')
    .replace(FROM_SCHEMA, (_text, call: string | undefined, path: string) =>
      call ? call + JSON.stringify(namesIn(valueAt(schema, path))) : JSON.stringify(valueAt(schema, path)),
    );

function valueAt(schema: object, path: string): unknown {
  const names = path.matchAll(/\.(\w+)|\["([^"]+)"\]|\[(\d+)\]/g);
  return [...names].reduce<unknown>(
    (value, [, name, quoted, index]) => (value as Record<string, unknown>)[name ?? quoted ?? index ?? ''],
    schema,
  );
}

/** The code asks only which properties an object has. */
const namesIn = (properties: unknown) =>
  Object.fromEntries(Object.keys(properties as object).map(name => [name, 1]));
