import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import openApi from '../../../openapi.json' with { type: 'json' };
import type { OperationId } from '../../../schemas/requests.ts';
import type { Answer } from '../api/invoke.ts';

type Header = { required?: boolean; schema: object };
type Ref = { $ref: string };
// biome-ignore lint/suspicious/noExplicitAny: examples of every shape
type Content = Record<string, { schema: object; example?: any; examples?: Record<string, any> }>;
type Response = { description: string; headers?: Record<string, Ref | Header>; content?: Content };
export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: object;
  example?: string;
};
export type Operation = {
  operationId: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, Response>;
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; examples: Record<string, { value: object }> };
  'x-unmatched-requests': { responses: Record<string, Response> };
};

export const document = openApi as unknown as Document;

/** An operation of the document, with its method and path. */
export type Place = { method: string; path: string; operation: Operation };

export const places: Place[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

const unmatched: Place = {
  method: 'ANY',
  path: '/{proxy+}',
  operation: { operationId: 'routeNotFound', ...document['x-unmatched-requests'] },
};

/** The operation of a request. */
export function operationOf(method: string, url: string): string {
  const { pathname } = new URL(url);
  const asked = method === 'HEAD' ? 'GET' : method;
  const isMet = ({ method: own, path }: Place) =>
    own === asked && new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname);
  return places.find(isMet)?.operation.operationId ?? 'routeNotFound';
}

/** Objects must not have fields that are not in the document. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const own = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
  return own.type === 'object' && own.properties ? { additionalProperties: false, ...own } : own;
}

export const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(closed(openApi) as object, 'openapi.json');

/** The pointer to a part of the document (RFC 6901). */
const pointer = (...keys: string[]) =>
  `openapi.json#/${keys.map(key => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

const validatorOf = ({ method, path, operation }: Place, status: string, type: string) => {
  const where =
    operation === unmatched.operation ? ['x-unmatched-requests'] : ['paths', path, method.toLowerCase()];
  const validate = ajv.getSchema(pointer(...where, 'responses', status, 'content', type, 'schema'));
  if (!validate) throw new Error(`There is no schema for ${operation.operationId} ${status} ${type}`);
  return validate;
};

const CORS = ['headers', 'methods', 'origin'].map(name => `access-control-allow-${name}`);
const EVERYWHERE = [...CORS, 'access-control-expose-headers', 'access-control-max-age', 'content-type'];

/**
 * Checks that the document describes the status, the headers, the type and the body of an answer.
 * @throws Error that names the differences
 */
export function ensureDocumented(
  operationId: OperationId | string,
  answer: Answer,
  { method = 'GET', transport = [] }: { method?: string | undefined; transport?: string[] } = {},
): void {
  const place = places.find(({ operation }) => operation.operationId === operationId) ?? unmatched;
  const found = [...differences(place, answer, method, transport)];
  if (found.length === 0) return;
  const { status, headers, body } = answer;
  const text = JSON.stringify({ status, headers, body }).slice(0, 1000);
  throw new Error(`${operationId} has an answer that is not in the document: ${found.join('; ')} in ${text}`);
}

function* differences(
  place: Place,
  { status, headers, body }: Answer,
  method: string,
  transport: string[],
): Generator<string> {
  const response = place.operation.responses[status];
  // The stage of the tests names no origins.
  if (headers['access-control-allow-origin'] !== '*')
    yield 'no header Access-Control-Allow-Origin of any page';
  if (!response) return yield `the status ${status}`;
  const names = Object.keys(response.headers ?? {});
  const known = [...names.map(name => name.toLowerCase()), ...EVERYWHERE, ...transport];
  for (const name of Object.keys(headers)) if (!known.includes(name)) yield `the header ${name}`;
  for (const name of names) {
    if (isRequired(response.headers?.[name]) && !(name.toLowerCase() in headers)) yield `no header ${name}`;
  }
  if (body === undefined && (method === 'HEAD' || !response.content)) return;
  const type = typeIn(response.content, headers['content-type']);
  if (!type) return yield `the type ${headers['content-type']}`;
  const validate = validatorOf(place, String(status), type);
  if (!validate(body)) yield ajv.errorsText(validate.errors, { dataVar: 'body' });
  if (type === PROBLEM) yield* differencesOfProblem(status, body, response.content?.[type]?.examples);
}

const PROBLEM = 'application/problem+json';

/** The codes of problems are the names of their examples in the document. */
function* differencesOfProblem(status: number, body: Answer['body'], examples: object = {}) {
  if (body?.status !== status) yield `body/status must be ${status}`;
  const codes = Object.keys(examples);
  if (!codes.includes(body?.code)) yield `body/code must be one of: ${codes.join(', ')}`;
}

const isRequired = (header: Ref | Header | undefined): boolean => {
  const own =
    header && '$ref' in header ? openApi.components.headers[nameIn(header) as 'ETag'] : (header as Header);
  return own?.required ?? false;
};

const nameIn = ({ $ref }: Ref) => $ref.replace(/^.*\//, '');

/** The type of an answer in the document. Texts may have the further parameters `charset` and `header`. */
const typeIn = (content: Content = {}, type = ''): string | undefined =>
  Object.keys(content).find(
    known => known === type || known === type.replace(/; charset=utf-8(; header=present)?$/, ''),
  );
