import type { BrokenRule, ErrorCode } from '../../lib/core/errors.ts';
import { access, type Who, whoMay } from '../../schemas/access.ts';
import { page } from '../../schemas/common.ts';
import type { AnswerShape, HeaderName, Operation } from '../../schemas/operations/operation.ts';
import { operations, type RoutedId } from '../../schemas/operations.ts';
import { tooManyRequests } from '../../schemas/problem.ts';
import { requests } from '../../schemas/requests.ts';
import { headersOf, schemaOf } from './components.ts';
import { type Part, type Parts, parametersOf } from './parameters.ts';
import { problemAnswers } from './problems.ts';

const LATE = {
  'an index': 'It reads an index, and may lag behind a write by the time that this takes to follow.',
  'a stream': 'It is written after the request, from a stream, and may lag behind it by some seconds.',
  'a copy':
    'It reads a copy of the event, and caches may keep the answer: it may lag behind a write by a second or two.',
};

/** Writes one operation. `id` differs from `operationId` for a second route to it. */
export function operationObject(operationId: RoutedId, id: string) {
  const operation = operations[operationId];
  const parts = requests[operationId] as Parts;
  const { refusals } = operation;
  const headers: HeaderName[] = parts.csvQuery ? ['Vary'] : [];
  const isForAnyone = access[operationId].some((who: Who) => who === 'anyone');
  return {
    operationId: id,
    tags: [operation.tag],
    summary: operation.summary,
    description: descriptionOf(operationId, parts, id),
    ...(!isForAnyone && { security: securityOf(operationId) }),
    ...(parametersOf(parts, operation).length > 0 && { parameters: parametersOf(parts, operation) }),
    ...(parts.body && { requestBody: requestBody(parts.body, operation) }),
    responses: {
      ...answersOf(operation, headers),
      ...problemAnswers([...(isForAnyone ? [] : ACCESS_CODES), ...codesOf(parts), ...operation.errors], {
        broken: brokenRule(parts),
        refusals,
        headers,
      }),
      429: TOO_MANY_REQUESTS,
    },
  };
}

/** The gateway gives this answer by itself. */
export const TOO_MANY_REQUESTS = {
  description:
    'Too Many Requests: more came at once than the gateway lets through. It answers this before the service hears of the request, so this is no `application/problem+json`, has no `code`, and lacks the headers of every answer. Wait before the next try, longer each time.',
  content: {
    'application/json': { schema: schemaOf(tooManyRequests), example: { message: 'Too Many Requests' } },
  },
};

/** The service reads this document where access control is on, and then leaves out that a request needs no token. */
const securityOf = (operationId: RoutedId) => [
  {},
  { bearerAuth: [] },
  ...(access[operationId].some((who: Who) => who === 'feed') ? [{ feedSecret: [] }] : []),
];

const ACCESS_CODES: ErrorCode[] = ['UNAUTHENTICATED', 'FORBIDDEN'];

function descriptionOf(operationId: RoutedId, { csvQuery }: Parts, id: string): string {
  const { description, follows }: Operation = operations[operationId];
  return [
    id !== operationId && `The same as ${operationId}, by another path.`,
    description,
    csvQuery && aboutCsv(csvQuery),
    follows && LATE[follows],
    `With access control it is for ${whoMay(operationId)}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

const aboutCsv = ({ properties: { limit } }: Part) =>
  `With \`Accept: text/csv\`, or \`?format=csv\`, it is CSV, whose \`limit\` may be up to ${limit?.maximum}, and is that unless given; for JSON both are ${page.limit.maximum}. Cells that would be formulas begin with a \`'\`.`;

const requestBody = (body: Part, { example }: Operation) => ({
  required: true,
  content: { 'application/json': { schema: schemaOf(body), example: example.body } },
});

/** Writes the answers of an operation that are no problem, by status. Several of one status differ by their type. */
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

/** Returns the codes that follow from the parts of a request. */
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

/**
 * Returns an example of a broken rule: an invalid id in the path, a body without fields, a limit of 101, or `?page=`.
 */
function brokenRule({ path, query, body }: Parts): BrokenRule {
  const [name, property] = Object.entries(path?.properties ?? {})[0] ?? [];
  if (property?.errorMessage?.pattern) {
    return { path: `/path/${name}`, message: property.errorMessage.pattern };
  }
  if (body?.required) return { path: `/body/${body.required[0]}`, message: 'is required' };
  if (query) return { path: '/query/limit', message: 'must be <= 100' };
  return { path: '/query/page', message: 'is not known here' };
}
