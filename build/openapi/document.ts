import routes from '#build/routes.js';
import manifest from '../../package.json' with { type: 'json' };
import { preflightHeaders } from '../../schemas/headers.ts';
import { operations, type RoutedId } from '../../schemas/operations.ts';
import { componentHeaders, componentSchemas, headersOf } from './components.ts';
import { operationObject, TOO_MANY_REQUESTS } from './operation.ts';
import { problemAnswers, problemExamples } from './problems.ts';

const late = (follows: string) =>
  Object.entries(operations)
    .filter(([, operation]) => operation.follows === follows)
    .map(([operationId]) => `\`${operationId}\``)
    .join(', ');

const DESCRIPTION = `Organisers publish events with a capacity; people register; when an event is full they may join
a strictly first-in-first-out waitlist, whose head gets every seat that becomes free, at once.

**Lists** are arrays, in pages of \`limit\` items. When there is more, the answer has a \`Link: <?query>; rel="next"\`.
Those of an event's registrations and of history are CSV to who asks for it with \`Accept: text/csv\`.

**Errors** are \`application/problem+json\` (RFC 9457), with a stable \`code\` to decide by. Those that an answer may have
are the names of its examples. A query parameter that an operation does not know, or that is given twice where it may be
given once, is a 422, and so is a header of more characters than its rule allows (1,000 of \`Accept\` and
\`Content-Type\`).

**Bodies** may have fields that are not known here, which are ignored. \`null\` for a field that may be left out means
that it is left out, unless its description gives \`null\` another meaning.

**Access.** Where access control is on, each operation says whom it is for. A request without an access token is a 401
\`UNAUTHENTICATED\`, and one of somebody else a 403 \`FORBIDDEN\`, whatever exists. \`me\` stands for the caller's userId.

**Repeating a request.** Any POST but that of createCalendarFeed takes an \`Idempotency-Key\`: the same request with the
same key, within a day, gets the first answer. A key belongs to its caller or, without access control, to the operation. An event carries an \`ETag\`: with it in \`If-Match\`, a change of what somebody else has edited since
is a 412. A 503 says in \`Retry-After\` when to come back.

**Reading what was written.** A read that follows an answered write sees it, but for these, which may lag:
${late('an index')}, by the time that an index takes to follow; ${late('a stream')}, by that of a stream;
${late('a copy')}, by a second or two.

**Other methods and paths.** Whatever takes GET takes HEAD, and answers the same without content. OPTIONS is answered
with a 204 everywhere. Another method is a 405 \`METHOD_NOT_ALLOWED\` with \`Allow\`, another path a 404
\`ROUTE_NOT_FOUND\`, and a path with a slash at its end a 308 to the same without it. Every answer has CORS headers: pages
of any origin, or of those that a stage names, may call, and read, this API, with whatever headers they like, but
without cookies.

**Addresses.** \`Location\` and \`Link\` are relative to the address of the request, and the server of this document to
its own: all three hold under a stage, a base path or behind a proxy.

**From the gateway itself.** What it answers before the service hears of a request, a 429, a 500 or 503 of its own, a 413
for a body above 10 MB, is no \`application/problem+json\`, and lacks the headers of every answer, so that pages of other
origins cannot read it.
`;

const bearerAuth = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'An access token of the issuer that the service trusts, where access control is on.',
};

const feedSecret = {
  type: 'apiKey',
  in: 'query',
  name: 'token',
  description: "The secret of a person's calendar feed, in place of an access token.",
};

const TAGS = {
  Events: 'What has a date and a number of seats.',
  Registrations: 'Who has a seat at an event, or waits for one.',
  Users: 'Who may register.',
  History: 'What happened to registrations.',
  Service: 'The service itself, and this document.',
};

const vary = {
  required: true,
  description: 'Which headers they are depends on `Access-Control-Request-Headers`.',
  schema: { type: 'string' },
};

const withoutSlash = {
  required: true,
  description: 'The path without the slash, relative to the address of the request, with its query.',
  schema: { type: 'string' },
};

const ASKED = 'access-control-request-headers';
const { maxLength } = preflightHeaders.properties[ASKED];

/** A request that no route takes has these answers. */
const unmatched = {
  responses: {
    204: {
      description: 'The methods and headers that pages may use (OPTIONS).',
      headers: { ...headersOf([]), Vary: vary },
    },
    308: {
      description: 'The path is a route but for a slash at its end.',
      headers: { ...headersOf([]), Location: withoutSlash },
    },
    429: TOO_MANY_REQUESTS,
    ...problemAnswers(
      ['BAD_REQUEST', 'ROUTE_NOT_FOUND', 'METHOD_NOT_ALLOWED', 'VALIDATION_FAILED', 'INTERNAL_ERROR'],
      { broken: { path: `/headers/${ASKED}`, message: `must NOT have more than ${maxLength} characters` } },
    ),
  },
};

/** The document must refer to each component from an operation, so an extension contains its components by value. */
function byValue(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(byValue);
  if (typeof part !== 'object' || part === null) return part;
  const [, kind, name = ''] =
    /^#\/components\/(headers|examples)\/(.+)$/.exec(String(Object(part).$ref)) ?? [];
  if (kind) return { ...componentHeaders, ...problemExamples }[name];
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, byValue(value)]));
}

const { Allow: _, ...headers } = componentHeaders;
const { ROUTE_NOT_FOUND: _path, METHOD_NOT_ALLOWED: _method, ...examples } = problemExamples;

/**
 * Writes the paths of serverless.yml. A function's first route has its name, and another one a name derived from it.
 */
function paths() {
  const taken = new Set<string>();
  const found: Record<string, Record<string, object>> = {};
  for (const [method, path, operationId] of inOrder()) {
    const id = taken.has(operationId) ? `${operationId}ByAlias` : operationId;
    if (taken.has(id)) throw new Error(`${operationId} has more than two routes`);
    taken.add(id);
    found[path] = { ...found[path], [method.toLowerCase()]: operationObject(operationId, id) };
  }
  return found;
}

/** Sorts the routes in the order of schemas/operations.ts. The description covers HEAD. */
const inOrder = () => {
  const ids = Object.keys(operations) as RoutedId[];
  return routes
    .filter(([method]) => method !== 'HEAD')
    .sort(([, , a], [, , b]) => ids.indexOf(a) - ids.indexOf(b));
};

/** Makes the API document from the schemas, the table of errors and the routes of serverless.yml. */
export const openApiDocument = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Event Management API',
    version: manifest.version,
    description: DESCRIPTION,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '.', description: 'The service that this document was read from.' }],
  security: [],
  tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
  paths: paths(),
  components: { schemas: componentSchemas, headers, examples, securitySchemes: { bearerAuth, feedSecret } },
  'x-unmatched-requests': byValue(unmatched),
});

/** Returns the text of openapi.json. */
export const openApiText = () => `${JSON.stringify(openApiDocument(), null, 2)}\n`;
