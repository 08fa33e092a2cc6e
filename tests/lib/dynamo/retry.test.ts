import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';
import { MAX_CALLS } from '../../../lib/dynamo/callQueue.ts';
import { withRetries } from '../../../lib/dynamo/retry.ts';

test('an urgent call goes before all calls that wait, and the others go in the order of their coming', async () => {
  const begun: string[] = [];
  const gate = Promise.withResolvers<void>();
  const call = (name: string, isUrgent = false) =>
    withRetries(
      async () => {
        begun.push(name);
        if (name === 'under way') await gate.promise;
      },
      { isUrgent },
    );
  const underWay = Array.from({ length: MAX_CALLS }, () => call('under way'));
  const waiting = [call('first'), call('second'), call('urgent', true), call('third')];
  expect(begun).toEqual(underWay.map(() => 'under way'));
  gate.resolve();
  await Promise.all([...underWay, ...waiting]);
  expect(begun.slice(MAX_CALLS)).toEqual(['urgent', 'first', 'second', 'third']);
});

test('a failed condition is an answer, though the clock of the process was wrong by minutes', async () => {
  const meta = { message: '', $metadata: { httpStatusCode: 400, clockSkewCorrected: true } };
  const failures = [
    new ConditionalCheckFailedException(meta),
    new TransactionCanceledException({ ...meta, CancellationReasons: [{ Code: 'ConditionalCheckFailed' }] }),
  ];
  for (const failure of failures) {
    expect(isTransientError(failure as unknown as SdkError)).toBe(true);
    let calls = 0;
    const call = async () => {
      calls += 1;
      throw failure;
    };
    await expect(withRetries(call)).rejects.toBe(failure);
    expect(calls).toBe(1);
  }
});
