import { MAX_CALLS } from '../../../lib/dynamo/callQueue.ts';
import { withRetries } from '../../../lib/dynamo/retry.ts';

test('an urgent call goes before all that wait for their turn, and of the others the first to come', async () => {
  const begun: string[] = [];
  const hold = Promise.withResolvers<void>();
  const call = (name: string, isUrgent = false) =>
    withRetries(
      async () => {
        begun.push(name);
        if (name === 'under way') await hold.promise;
      },
      { isUrgent },
    );
  const underWay = Array.from({ length: MAX_CALLS }, () => call('under way'));
  const waiting = [call('first'), call('second'), call('urgent', true), call('third')];
  expect(begun).toEqual(underWay.map(() => 'under way'));
  hold.resolve();
  await Promise.all([...underWay, ...waiting]);
  expect(begun.slice(MAX_CALLS)).toEqual(['urgent', 'first', 'second', 'third']);
});
