import { endpoint } from '../../../lib/handlers/endpoint.ts';
import type { OperationId } from '../../../schemas/requests.ts';
import { expectBrokenRules } from './expectations.ts';
import { type Answer, call, type TestRequest } from './invoke.ts';

/** Validates a request of an operation. The body of the answer is the input of the handler. */
export async function validated(operationId: OperationId, request: TestRequest): Promise<Answer> {
  const { default: validate } = await import(`#build/validators/${operationId}.js`);
  const handler = endpoint(validate, body => ({ status: 200, body }));
  return call(handler, { method: 'POST', ...request });
}

/** The request breaks rules at exactly these paths, one or several at each path. */
export async function expectBroken(operationId: OperationId, request: TestRequest, paths: string[]) {
  const answer = await validated(operationId, request);
  const found = new Set<string>(answer.body.errors?.map(({ path }: { path: string }) => path));
  expect([...found].sort()).toEqual([...paths].sort());
  expectBrokenRules(
    answer,
    answer.body.errors.map(({ path }: { path: string }) => path),
  );
}
