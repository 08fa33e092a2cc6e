import type { BrokenRule, ErrorCode } from '../../lib/core/errors.ts';
import { page } from '../../schemas/common.ts';
import type { AnswerShape, HeaderName, Operation } from '../../schemas/operations/operation.ts';
import { operations, type RoutedId } from '../../schemas/operations.ts';
import { requests } from '../../schemas/requests.ts';
import { headersOf, schemaOf } from './components.ts';
import { problemAnswers } from './problems.ts';

type Property = {
  type?: string;
  description?: string;
  maximum?: number;
  default?: unknown;
  errorMessage?: { pattern?: string };
};
type Part = { properties: Record<string, Property>; required?: readonly string[] };
type Parts = Partial<Record<'headers' | 'path' | 'query' | 'csvQuery' | 'body', Part>>;

const LATE = {
  'an index': 'It reads an index, and may lag behind a write by the time that this takes to follow.',
  'a stream': 'It is written after the request, from a stream, and may lag behind it by some seconds.',
};

/** What the document says of one operation. `id` is another one than `operationId` for a second route to it. */
export function operationObject(operationId: RoutedId, id: string) {
  const operation = operations[operationId];
  const parts = requests[operationId] as Parts;
  const { refusals } = operation;
  const headers: HeaderName[] = parts.csvQuery ? ['Vary'] : [];
  return {
    operationId: id,
    tags: [operation.tag],
    summary: operation.summary,
    description: descriptionOf(operation, parts, id === operationId ? undefined : operationId),
    ...(parametersOf(parts, operation).length > 0 && { parameters: parametersOf(parts, operation) }),
    ...(parts.body && { requestBody: requestBody(parts.body, operation) }),
    responses: {
      ...answersOf(operation, headers),
      ...problemAnswers([...codesOf(parts), ...operation.errors], {
        broken: brokenRule(parts),
        refusals,
        headers,
      }),
    },
  };
}

const descriptionOf = ({ description, follows }: Operation, { csvQuery }: Parts, same?: string) =>
  [
    same && `The same as ${same}, by another path.`,
    description,
    csvQuery && aboutCsv(csvQuery),
    follows && LATE[follows],
  ]
    .filter(Boolean)
    .join(' ') || undefined;

const aboutCsv = ({ properties: { limit } }: Part) =>
  `With \`Accept: text/csv\` it is CSV, whose \`limit\` may be up to ${limit?.maximum}, and is that unless given; for JSON both are ${page.limit.maximum}. Cells that would be formulas begin with a \`'\`.`;

/** A header by its usual name: the schemas have names in lower case. */
const headerName = (name: string) => name.replaceAll(/\b[a-z]/g, letter => letter.toUpperCase());

/** What is accepted is said by the types of the answers: OpenAPI has no such parameter. */
const ownProperties = (part: Part | undefined) =>
  Object.entries(part?.properties ?? {}).filter(([name]) => name !== 'accept');

/** A list that is CSV too takes what it takes for either, and each has its own default. */
function queryOf({ query, csvQuery }: Parts): Part | undefined {
  if (!csvQuery) return query;
  const { default: _, ...limit } = csvQuery.properties.limit ?? {};
  return { ...csvQuery, properties: { ...csvQuery.properties, limit } };
}

function parametersOf(parts: Parts, { example }: Operation) {
  const { path, headers } = parts;
  const parameters = (where: string, part: Part | undefined, nameOf = (name: string) => name) =>
    ownProperties(part).map(([name, schema]) => ({
      name: nameOf(name),
      in: where,
      required: part?.required?.includes(name) ?? false,
      ...(schema.description && { description: schema.description }),
      schema: schemaOf(schema),
      // Not joined by commas, which any text may have.
      ...(schema.type === 'array' && { style: 'form', explode: true }),
      ...(where === 'path' && { example: (example.path as Record<string, string>)[name] }),
    }));
  return [
    ...parameters('path', path),
    ...parameters('query', queryOf(parts)),
    ...parameters('header', headers, headerName),
  ];
}

const requestBody = (body: Part, { example }: Operation) => ({
  required: true,
  content: { 'application/json': { schema: schemaOf(body), example: example.body } },
});

/** The answers of an operation that are no problem, by status. Several of one status differ by their type. */
function answersOf({ answers, example }: Operation, headers: HeaderName[]) {
  const byStatus = Object.groupBy(answers, ({ status }) => status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, shapes = []]) => [
      status,
      {
        description: shapes.map(({ description }) => description).join(' '),
        headers: headersOf([...new Set([...shapes.flatMap(shape => shape.headers ?? []), ...headers])]),
        ...contentOf(shapes, shapes[0] === answers[0] ? example.answer : undefined),
      },
    ]),
  );
}

function contentOf(shapes: AnswerShape[], example: unknown) {
  const entries = shapes
    .filter(({ body, type }) => body || type)
    .map(({ body = { type: 'string' }, type = 'application/json', example: own = example }) => [
      type,
      { schema: schemaOf(body), ...(own !== undefined && { example: own }) },
    ]);
  return entries.length > 0 ? { content: Object.fromEntries(entries) } : {};
}

/** The codes that follow from what an operation is asked with. */
const codesOf = (parts: Parts): ErrorCode[] => [
  'BAD_REQUEST',
  ...(parts.body
    ? ([
        'BODY_MISSING',
        'BODY_NOT_TEXT',
        'BODY_NOT_JSON',
        'BODY_NOT_AN_OBJECT',
        'BODY_TOO_LARGE',
        'UNSUPPORTED_MEDIA_TYPE',
      ] as const)
    : []),
  'VALIDATION_FAILED',
  ...(parts.headers?.properties['idempotency-key'] ? (['IDEMPOTENCY_KEY_REUSED'] as const) : []),
  ...(parts.headers?.properties['if-match'] ? (['PRECONDITION_FAILED'] as const) : []),
  'INTERNAL_ERROR',
];

/** The rule that is broken by an id in the path that is none, by a body without fields, by a limit of 101, or by `?page=`. */
function brokenRule({ path, query, body }: Parts): BrokenRule {
  const [name, property] = Object.entries(path?.properties ?? {})[0] ?? [];
  if (property?.errorMessage?.pattern) {
    return { path: `/path/${name}`, message: property.errorMessage.pattern };
  }
  if (body?.required) return { path: `/body/${body.required[0]}`, message: 'is required' };
  if (query) return { path: '/query/limit', message: 'must be <= 100' };
  return { path: '/query/page', message: 'is not known here' };
}
