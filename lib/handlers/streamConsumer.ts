import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { withDeadline } from '../core/deadline.ts';
import { logError } from '../core/log.ts';
import { changeOf, type ItemChange } from '../dynamo/itemChange.ts';

type Handle<Item> = (change: ItemChange<Item>) => Promise<void>;

/**
 * Makes the Lambda handler of a stream consumer. `handler` is called for each batch, and its result handles the
 * changes of the batch concurrently, each at least once, so it must not depend on their order. Failures are reported
 * one by one, and the stream delivers again from the first of them on.
 */
export const streamConsumer =
  <Item>(handler: () => Handle<Item>) =>
  (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> =>
    withDeadline(context.getRemainingTimeInMillis(), () => {
      const handle = handler();
      const logged = new Set<unknown>();
      const handleRecord = async (record: DynamoDBRecord) => {
        try {
          await handle(changeOf(record));
        } catch (error) {
          if (!logged.has(error)) logError('RECORD_FAILED', error);
          logged.add(error);
          throw error;
        }
      };
      return processPartialResponse(event, handleRecord, new BatchProcessor(EventType.DynamoDBStreams), {
        context,
      });
    });

/** Runs equal work once for all changes of a batch. The work must read the state when it runs. */
export function once<Item>(
  workOf: (change: ItemChange<Item>) => { key: string; run: () => Promise<void> } | undefined,
): Handle<Item> {
  const works = new Map<string, Promise<void>>();
  return async change => {
    const work = workOf(change);
    if (!work) return;
    const running = works.get(work.key) ?? work.run();
    works.set(work.key, running);
    await running;
  };
}
