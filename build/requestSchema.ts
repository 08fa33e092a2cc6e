import { access } from '../schemas/access.ts';
import { bodyHeaders } from '../schemas/headers.ts';
import { LIST_TYPES } from '../schemas/lists.ts';
import { operations } from '../schemas/operations.ts';
import { type OperationId, requests } from '../schemas/requests.ts';

type Property = { type?: string | readonly string[]; maxLength?: number };
type Part = {
  properties: Record<string, Property>;
  required?: readonly string[];
  else?: { required: readonly string[] };
};
type Parts = { headers?: Part; path?: Part; query?: Part; csvQuery?: Part; body?: Part };

/** Returns the query parameters that an operation knows, and those of them that may be given several times. */
function parametersOf({ query, csvQuery }: Parts) {
  const properties = Object.entries({ ...query?.properties, ...csvQuery?.properties });
  const repeatable = properties.filter(([, { type }]) => type === 'array').map(([name]) => name);
  return { known: properties.map(([name]) => name), repeatable };
}

/** Returns the schema of how often each query parameter may be given. An unknown one may never be. */
function queryCounts(parts: Parts) {
  const { known, repeatable } = parametersOf(parts);
  const once = known.filter(name => !repeatable.includes(name));
  return {
    type: 'object',
    propertyNames: known.length > 0 ? { enum: known } : false,
    properties: Object.fromEntries(
      once.map(name => [name, { const: 1, errorMessage: 'must be given once' }]),
    ),
  };
}

/**
 * Returns the schema of the Lambda event that an operation accepts, with API Gateway's names for the parts of a
 * request.
 */
export function eventSchema(operationId: OperationId): object {
  const request: Parts = requests[operationId];
  const { headers, path, query, csvQuery, body } = request;
  const queryStringParameters = csvQuery ? { type: 'object' } : query;
  const parts = Object.entries({
    headers,
    pathParameters: path,
    queryStringParameters,
    // An unknown route is refused as such, whatever its query.
    queryCounts: operationId in operations ? queryCounts(request) : undefined,
    body,
  });
  const properties = Object.fromEntries(parts.filter(([, schema]) => schema !== undefined));
  const byType = csvQuery && {
    if: { properties: { headers: { type: 'object', properties: { accept: { const: LIST_TYPES[1] } } } } },
    // biome-ignore lint/suspicious/noThenProperty: it is JSON Schema's word
    then: { properties: { queryStringParameters: csvQuery } },
    else: { properties: { queryStringParameters: query } },
  };
  return { type: 'object', properties, required: Object.keys(properties), ...byType };
}

/** lib/handlers/ needs these before a request is validated. */
export function traitsOf(operationId: OperationId) {
  const request: Parts = requests[operationId];
  const { headers, path, csvQuery, body } = request;
  return {
    operationId,
    allowed: access[operationId],
    personIn: body?.properties.userId && !path?.properties.userId ? 'body' : 'path',
    negotiates: csvQuery !== undefined,
    headerLimits: limitsOf({ ...headers?.properties, ...(body && bodyHeaders.properties) }),
    repeatable: parametersOf(request).repeatable,
    optionalFields: optionalFieldsOf(body),
  };
}

const limitsOf = (properties: Record<string, Property>) =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, { maxLength }]) => (maxLength ? [[name, maxLength]] : [])),
  );

/** A field for which null is a value of its own does not count, nor does one that is only optional beside another. */
const optionalFieldsOf = ({ properties, required = [], else: otherwise }: Part = { properties: {} }) =>
  Object.entries(properties)
    .filter(([name]) => ![...required, ...(otherwise?.required ?? [])].includes(name))
    .filter(([, { type }]) => ![type].flat().includes('null'))
    .map(([name]) => name);
