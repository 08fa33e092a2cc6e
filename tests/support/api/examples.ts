import type { ErrorCode } from '../../../lib/core/errors.ts';
import { document, type Operation, type Place, places } from '../documents/document.ts';
import { type Answer, invoke, type TestRequest } from './invoke.ts';

/** The operation with this name. */
export const placeOf = (operationId: string): Place => {
  const place = places.find(({ operation }) => operation.operationId === operationId);
  if (!place) throw new Error(`The document knows no ${operationId}`);
  return place;
};

/** The example of a request in the document, with these changes. */
export function exampleOf(operationId: string, changes: TestRequest = {}): TestRequest {
  const { method, path, operation } = placeOf(operationId);
  const parameters = operation.parameters?.filter(({ example }) => example !== undefined) ?? [];
  const body = operation.requestBody?.content['application/json']?.example;
  return {
    method,
    rawPath: path,
    path: Object.fromEntries(parameters.map(({ name, example = '' }) => [name, example])),
    ...(body && { body }),
    ...changes,
  };
}

/** Sends an example to its function. */
export async function sendExample(operationId: string, changes: TestRequest = {}): Promise<Answer> {
  const { handler } = await import(`../../../functions/${operationId.replace(/ByAlias$/, '')}.ts`);
  return invoke(handler, exampleOf(operationId, changes));
}

/** Replaces what differs from run to run. */
export const timeless = (body: unknown) =>
  JSON.parse(
    JSON.stringify(body ?? null)
      .replaceAll(/SEQUENCE:\d+/g, 'SEQUENCE:A-TIME')
      // Only with access control has an address a secret.
      .replaceAll(/\?token=[\w-]{43}/g, '')
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'A-UUID')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z|\d{8}T\d{6}Z/g, 'A-TIME'),
  );

/** The successful answer to the example of an operation, in each of its types. */
export const successOf = ({ responses }: Operation) => {
  const [[status, response] = []] = Object.entries(responses);
  const examples = Object.entries(response?.content ?? {}).map(([type, { example }]) => ({ type, example }));
  return { status: Number(status), examples };
};

/** The example of a problem of an operation. */
export function problemOf({ responses }: Operation, code: ErrorCode): Answer['body'] {
  const examples = Object.values(responses).map(
    ({ content }) => content?.['application/problem+json']?.examples,
  );
  const example = examples.find(known => known?.[code])?.[code];
  return example?.value ?? (example && document.components.examples[code]?.value);
}

/** The examples of requests, answers and problems, each with the name of its schema. */
export function documentedExamples(): [name: string, example: unknown][] {
  const problems = Object.values(document.components.examples).map(({ value }) => ['Problem', value]);
  const others = places.flatMap(({ operation: { requestBody, responses } }) =>
    [requestBody, ...Object.values(responses)].flatMap(part =>
      Object.values(part?.content ?? {}).flatMap(({ schema, example }) => {
        const { $ref, items } = schema as { $ref?: string; items?: { $ref?: string } };
        const name = ($ref ?? items?.$ref)?.replace(/^.*\//, '');
        const values = $ref ? [example] : (example ?? []);
        return name ? values.filter(Boolean).map((value: unknown) => [name, value]) : [];
      }),
    ),
  );
  return [...problems, ...others];
}
