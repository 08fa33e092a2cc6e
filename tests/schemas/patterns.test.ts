import { check, type Parameters } from 'recheck';
import routes from '#build/routes.js';
import { routePattern } from '../../lib/http/routePattern.ts';
import { entityTag, id } from '../../schemas/common.ts';
import { operations } from '../../schemas/operations.ts';
import { requests } from '../../schemas/requests.ts';
import { type Pattern, patternsOfCode, patternsOfSchemas } from '../support/api/patterns.ts';

/** What the code makes regular expressions of at run time. */
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
  .flatMap(({ place, flags }) => (MADE[place] ?? []).map(source => ({ place, source, flags })));
const schemas = [...patternsOfSchemas('requests', requests), ...patternsOfSchemas('operations', operations)];

/** Each of them once. */
const patterns = [
  ...new Map(
    [...schemas, ...literal, ...made].map(pattern => [`/${pattern.source}/${pattern.flags}`, pattern]),
  ).values(),
];

/**
 * A pattern is judged by its automaton, which is exact, or, where that is too large, by a short search for attacks. No
 * clock decides when the search ends, so that a busy machine finds the same.
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

test('patterns are found in the schemas, and in the code as literals and as what is made', () => {
  expect(schemas.map(({ source }) => source)).toContain(id.pattern);
  expect(literal).toContainEqual({ place: 'lib/events/listEvents.ts', source: '\\s+', flags: '' });
  expect(made).toContainEqual({ place: 'lib/http/etag.ts', source: entityTag, flags: 'g' });
});

test('what makes regular expressions at run time is known here', () => {
  const places = code.filter(({ source }) => source === undefined).map(({ place }) => place);
  expect(places.sort()).toEqual(Object.keys(MADE).sort());
});

test('a pattern that takes exponential time is told', async () => {
  expect(await kindOf({ place: 'here', source: '^(?:,[ ]*(?:a)?[ ]*)*$', flags: '' })).toBe('exponential');
});

test.each(patterns)('/$source/$flags in $place takes linear time at most', async pattern => {
  expect(await kindOf(pattern)).toBe('safe');
});
