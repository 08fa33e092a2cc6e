import fc from 'fast-check';
import type { Parameter, Place } from '../documents/document.ts';
import {
  brokenValues,
  knownRegistration,
  madeValue,
  resolved,
  type Schema,
  valueFor,
} from './generatedValues.ts';

type Fields = Record<string, unknown>;

/** A request before it is sent. `isBroken` tells whether it breaks a rule of the document. */
export type Generated = {
  operationId: string;
  method: string;
  template: string;
  path: Fields;
  query: Fields;
  header: Fields;
  /** The body is sent as JSON, and a string is sent as it is. */
  body: Fields | string | undefined;
  isBroken: boolean;
};

type Part = 'path' | 'query' | 'header' | 'body';
type Break = (request: Generated) => Generated;

/** A request to an operation. Two of three keep every rule of the document, and the others break one. */
export function requestTo(place: Place): fc.Arbitrary<Generated> {
  const { parameters = [], requestBody } = place.operation;
  const fields = (where: Parameter['in']) => {
    const own = parameters.filter(parameter => parameter.in === where);
    const values = own.map(({ name, schema }) => [name, valueFor(name, resolved(schema as Schema))]);
    const requiredKeys = own.filter(({ required }) => required).map(({ name }) => name);
    return fc.record(Object.fromEntries(values), { requiredKeys }) as fc.Arbitrary<Fields>;
  };
  const kept = fc.record({
    path: isOfRegistration(place) ? mostly(knownRegistration, fields('path')) : fields('path'),
    query: fields('query'),
    header: fields('header'),
    body: requestBody ? bodyOf(bodySchema(place)) : fc.constant(undefined),
  });
  const breaks = breaksOf(place);
  const broken = breaks.length > 0 ? fc.constantFrom(...breaks) : fc.constant(undefined);
  return fc
    .tuple(kept, mostly(fc.constant(undefined), broken), fc.constantFrom(...typesOf(place)))
    .map(([parts, breaking, accept]) => {
      const { method, path: template, operation } = place;
      const request = { operationId: operation.operationId, method, template, ...parts, isBroken: false };
      // A broken request asks for JSON, since rules may depend on the type.
      return breaking
        ? { ...breaking(request), isBroken: true }
        : { ...request, header: { ...request.header, accept } };
    });
}

/** Two of three values are from the first. */
const mostly = <A, B>(first: fc.Arbitrary<A>, second: fc.Arbitrary<B>): fc.Arbitrary<A | B> =>
  fc.oneof({ weight: 2, arbitrary: first }, { weight: 1, arbitrary: second });

const isOfRegistration = ({ path }: Place) => path.includes('{eventId}') && path.includes('{userId}');

/** The types of a successful answer. */
const typesOf = ({ operation: { responses } }: Place): string[] => {
  const types = Object.entries(responses).flatMap(([status, { content = {} }]) =>
    status < '300' ? Object.keys(content) : [],
  );
  return ['*/*', ...types];
};

const bodySchema = ({ operation }: Place): Schema =>
  resolved((operation.requestBody?.content['application/json']?.schema ?? {}) as Schema);

/**
 * A body may have unknown fields. A field that may be left out may be null, and its value is not taken from answers.
 */
function bodyOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<Fields> {
  const values = Object.entries(properties).map(([name, schema]) => [
    name,
    required.includes(name) ? valueFor(name, schema) : fc.option(madeValue(schema)),
  ]);
  const model = { ...Object.fromEntries(values), unknown: fc.constant('x') };
  return fc.record(model, { requiredKeys: required }) as fc.Arbitrary<Fields>;
}

/** Every way to break one rule of an operation. */
function breaksOf(place: Place): Break[] {
  const { parameters = [], requestBody } = place.operation;
  const outside = parameters.flatMap(({ in: part, name, schema }) =>
    brokenValues(resolved(schema as Schema), 'text').map(value => replacing(part, name, value)),
  );
  outside.push(replacing('query', 'page', '2'));
  if (!requestBody) return outside;
  const { properties = {}, required = [] } = bodySchema(place);
  const inside = Object.entries(properties).flatMap(([name, schema]) =>
    brokenValues(schema, 'body')
      .filter(value => value !== null || required.includes(name))
      .map(value => replacing('body', name, value)),
  );
  const missing = required.map(name => replacing('body', name, undefined));
  const whole = ['', '{', '[]', 'null'].map(
    (body): Break =>
      request => ({ ...request, body }),
  );
  const untyped: Break = request => ({
    ...request,
    header: { ...request.header, 'Content-Type': 'text/plain' },
  });
  return [...outside, ...inside, ...missing, ...whole, untyped];
}

const replacing =
  (part: Part, name: string, value: unknown): Break =>
  request => ({ ...request, [part]: { ...(request[part] as Fields), [name]: value } });
