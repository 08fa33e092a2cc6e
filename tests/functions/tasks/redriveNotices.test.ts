import { TASK_HANDLE, withQueue } from '../../simulator/fakeQueue.ts';
import { coldStart } from '../../support/records/coldStart.ts';

const DEAD_NOTICES_ARN = 'arn:aws:sqs:eu-central-1:000000000000:dead-notices';

const context = { getRemainingTimeInMillis: () => 60_000 };

const redrive = (environment: Record<string, string>) =>
  coldStart('tasks/redriveNotices', { ...environment, DEAD_NOTICES_ARN }, handler =>
    (handler as (input: unknown, context: object) => Promise<unknown>)({}, context),
  );

test('moves all dead notices back to their queue, and returns the handle of the move', () =>
  withQueue(async ({ environment, calls }) => {
    expect(await redrive(environment)).toEqual({ task: TASK_HANDLE });
    expect(calls).toEqual([{ operation: 'StartMessageMoveTask', input: { SourceArn: DEAD_NOTICES_ARN } }]);
  }));

test('fails when the queue refuses, such as while a move is under way', () =>
  withQueue(
    async ({ environment, calls }) => {
      await expect(redrive(environment)).rejects.toThrow('Refused for a test');
      expect(calls).toEqual([]);
    },
    () => 'InvalidParameterValue',
  ));
