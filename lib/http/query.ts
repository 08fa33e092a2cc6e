import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/**
 * The query of a request. A parameter that may be given several times is a list. `counts` is how often each one was
 * given.
 */
type Query = { parameters: Record<string, unknown>; counts: Record<string, number> };

/**
 * Reads the query as it was sent, since API Gateway joins repeated parameters by a comma. A direct invocation may have
 * no such text. A decimal limit becomes a number, though every query value is text.
 */
export function queryOf(
  { rawQueryString, queryStringParameters }: Partial<APIGatewayProxyEventV2>,
  repeatable: string[],
): Query {
  const given = (queryStringParameters ?? {}) as Record<string, string>;
  const sent = new URLSearchParams(rawQueryString || given);
  const names = [...new Set(sent.keys())];
  const read = (name: string) => {
    const [first = '', ...others] = sent.getAll(name);
    if (repeatable.includes(name)) return [first, ...others];
    return name === 'limit' && /^(0|[1-9]\d{0,8})$/.test(first) ? Number(first) : first;
  };
  return {
    parameters: Object.fromEntries(names.map(name => [name, read(name)])),
    counts: Object.fromEntries(names.map(name => [name, sent.getAll(name).length])),
  };
}
