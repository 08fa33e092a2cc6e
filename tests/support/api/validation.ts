import { endpoint, type Validator } from '../../../lib/handlers/endpoint.ts';
import { withBody } from '../../../lib/handlers/withBody.ts';
import { withTypes } from '../../../lib/handlers/withTypes.ts';
import { type OperationId, requests } from '../../../schemas/requests.ts';
import { expectBrokenRules } from './expectations.ts';
import { type Answer, call, type TestRequest } from './invoke.ts';

/** Returns a validator as the function of its operation has it. */
function prepared(validate: Validator<OperationId>): Validator<'getRoot'> {
  const parts = requests[validate.operationId];
  const ready = 'body' in parts ? withBody(validate) : 'csvQuery' in parts ? withTypes(validate) : validate;
  return ready as Validator<never>;
}

/** Validates a request of an operation. The body of the answer is the input of the handler. */
export async function validated(operationId: OperationId, request: TestRequest): Promise<Answer> {
  const { default: validate } = await import(`#build/validators/${operationId}.js`);
  const handler = endpoint(prepared(validate), body => ({ status: 200, body }));
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
