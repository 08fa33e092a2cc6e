import { check, type Parameters } from 'recheck';
import routes from '#build/routes.js';
import { routePattern } from '../../lib/http/routePattern.ts';
import { id } from '../../schemas/common.ts';
import { entityTag } from '../../schemas/entityTag.ts';
import { operations } from '../../schemas/operations.ts';
import { requests } from '../../schemas/requests.ts';
import { type Pattern, patternsOfCode, patternsOfSchemas } from '../support/api/patterns.ts';

/** The sources of the regular expressions that the code makes at run time, by file. */
const MADE: Record<string, string[]> = {
  'functions/tasks/auditEvent.ts': [id.pattern],
  'lib/http/etag.ts': [entityTag],
  'lib/http/routePattern.ts': [true, false].flatMap(mayHaveBase =>
    routes.map(([, path]) => routePattern(path, mayHaveBase).source),
  ),
};

const code = await patternsOfCode(['functions', 'lib', 'schemas', 'local']);
const literal = code.filter(({ source }) => source !== undefined);
const made = code
  .filter(({ source }) => source === undefined)
  .flatMap(({ path, flags }) => (MADE[path] ?? []).map(source => ({ path, source, flags })));
const schemas = [...patternsOfSchemas('requests', requests), ...patternsOfSchemas('operations', operations)];

/** Every pattern, once. */
const patterns = [
  ...new Map(
    [...schemas, ...literal, ...made].map(pattern => [`/${pattern.source}/${pattern.flags}`, pattern]),
  ).values(),
];

/**
 * The automaton of a pattern gives an exact answer. If it is too large, a short search for attacks answers instead. No
 * clock ends the search, so that a busy machine finds the same.
 */
const SETTINGS: Parameters = {
  maxInitialGenerationSize: 100,
  maxIteration: 3,
  timeout: null,
  seedingTimeout: null,
  incubationTimeout: null,
  attackTimeout: null,
};

const kindOf = async ({ source = '', flags }: Pattern): Promise<string> => {
  const found = await check(source, flags, SETTINGS);
  return found.status === 'vulnerable' ? found.complexity.type : found.status;
};

test('patterns are found in the schemas and in the code, both literals and those made at run time', () => {
  expect(schemas.map(({ source }) => source)).toContain(id.pattern);
  expect(literal).toContainEqual({ path: 'lib/events/listEvents.ts', source: '\\s+', flags: '' });
  expect(made).toContainEqual({ path: 'lib/http/etag.ts', source: entityTag, flags: 'g' });
});

test('these tests know every file that makes regular expressions at run time', () => {
  const paths = code.filter(({ source }) => source === undefined).map(({ path }) => path);
  expect(paths.sort()).toEqual(Object.keys(MADE).sort());
});

test('a pattern that takes exponential time is found', async () => {
  expect(await kindOf({ path: 'here', source: '^(?:,[ ]*(?:a)?[ ]*)*$', flags: '' })).toBe('exponential');
});

test.each(patterns)('/$source/$flags in $path takes linear time at most', async pattern => {
  expect(await kindOf(pattern)).toBe('safe');
});
