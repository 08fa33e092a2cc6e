import type { OperationId } from '../../schemas/requests.ts';
import { expectProblem } from '../support/api/expectations.ts';
import type { Answer, TestRequest } from '../support/api/invoke.ts';
import { answerWith } from './callFaults.ts';

/** The answer of an operation whose transaction is committed after several conflicts with those of others. */
export async function answerAfterConflicts(operationId: OperationId, request: TestRequest): Promise<Answer> {
  const conflicts = { TransactWriteItems: Array(3).fill('conflict') };
  return (await answerWith(operationId, request, conflicts)).answer;
}

/** The answer of an operation that `meanwhile` overtakes: after its reads, before its first transaction. */
export const answerOvertakenBy = async (
  meanwhile: () => Promise<unknown>,
  operationId: OperationId,
  request: TestRequest,
): Promise<Answer> => (await answerWith(operationId, request, { TransactWriteItems: meanwhile })).answer;

/** When every race is lost, the operation asks to try again before its time is over, and logs that. */
export async function expectToGiveUp(operationId: OperationId, request: TestRequest): Promise<void> {
  const { answer, log } = await answerWith(operationId, { ...request, timeoutMs: 700 }, ({ operation }) =>
    operation === 'TransactWriteItems' ? 'conflict' : undefined,
  );
  expectProblem(answer, 'TRY_AGAIN');
  expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/);
  expect(log).toEqual([expect.objectContaining({ code: 'TRY_AGAIN', requestId: answer.body.requestId })]);
}
