import type { Operation } from '../../schemas/operations/operation.ts';
import { schemaOf } from './components.ts';

type Property = {
  type?: string;
  description?: string;
  maximum?: number;
  default?: unknown;
  errorMessage?: { pattern?: string };
};
export type Part = { properties: Record<string, Property>; required?: readonly string[] };
export type Parts = Partial<Record<'headers' | 'path' | 'query' | 'csvQuery' | 'body', Part>>;

/** Returns the usual name of a header. The schemas have names in lower case. */
const headerName = (name: string) => name.replaceAll(/\b[a-z]/g, letter => letter.toUpperCase());

/** The types of the answers cover `accept`, which is no parameter to OpenAPI. Clients send the other by themselves. */
const LEFT_OUT = ['accept', 'accept-encoding'];

const ownProperties = (part: Part | undefined) =>
  Object.entries(part?.properties ?? {}).filter(([name]) => !LEFT_OUT.includes(name));

/** Returns the query. A list that may be CSV accepts both kinds, each with its own default. */
function queryOf({ query, csvQuery }: Parts): Part | undefined {
  if (!csvQuery) return query;
  const { default: _, ...limit } = csvQuery.properties.limit ?? {};
  return { ...csvQuery, properties: { ...csvQuery.properties, limit } };
}

/** Writes the parameters of an operation: those of its path, its query and its headers. */
export function parametersOf(parts: Parts, { example }: Operation) {
  const { path, headers } = parts;
  const parameters = (where: string, part: Part | undefined, nameOf = (name: string) => name) =>
    ownProperties(part).map(([name, schema]) => ({
      name: nameOf(name),
      in: where,
      required: part?.required?.includes(name) ?? false,
      ...(schema.description && { description: schema.description }),
      schema: schemaOf(schema),
      // Texts may contain commas, which therefore do not separate them.
      ...(schema.type === 'array' && { style: 'form', explode: true }),
      ...(where === 'path' && { example: (example.path as Record<string, string>)[name] }),
    }));
  return [
    ...parameters('path', path),
    ...parameters('query', queryOf(parts)),
    ...parameters('header', headers, headerName),
  ];
}
