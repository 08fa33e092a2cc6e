import type { OperationId } from '../../schemas/requests.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { type Answer, invoke, type TestRequest } from '../support/api/invoke.ts';
import { logOf } from '../support/api/log.ts';
import { coldStart } from '../support/records/coldStart.ts';
import { withBusyDatabase, withOvertakingDatabase } from './faultyDatabase.ts';

/** The answer of an operation whose first `conflicts` transactions lose a race against others. */
export const answerAfter = (
  conflicts: number,
  operationId: OperationId,
  request: TestRequest,
): Promise<Answer> =>
  withBusyDatabase(conflicts, url =>
    coldStart(operationId, { AWS_ENDPOINT_URL_DYNAMODB: url }, handler => invoke(handler, request)),
  );

/** The answer of an operation that `meanwhile` overtakes: after its reads, before its first transaction. */
export const answerOvertakenBy = (
  meanwhile: () => Promise<unknown>,
  operationId: OperationId,
  request: TestRequest,
): Promise<Answer> =>
  withOvertakingDatabase(meanwhile, url =>
    coldStart(operationId, { AWS_ENDPOINT_URL_DYNAMODB: url }, handler => invoke(handler, request)),
  );

/** When every race is lost, the operation asks to try again before its time is over, and logs that. */
export async function expectToGiveUp(operationId: OperationId, request: TestRequest): Promise<void> {
  const log = await logOf(async () => {
    const answer = await answerAfter(Number.POSITIVE_INFINITY, operationId, { ...request, timeoutMs: 700 });
    expectProblem(answer, 'TRY_AGAIN');
    expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/);
  });
  expect(log).toEqual([expect.objectContaining({ code: 'TRY_AGAIN', requestId: 'test-request' })]);
}
