import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { withDeadline } from '../core/deadline.ts';
import { logError } from '../core/log.ts';
import { changeOf, type ItemChange } from '../dynamo/itemChange.ts';
import { aboutBatch, observed } from './observed.ts';

type Handle<Item> = (change: ItemChange<Item>) => Promise<void>;

/**
 * Makes the Lambda handler of a stream consumer. `handler` is called for each batch, and its result handles the
 * changes of the batch concurrently, each at least once, so it must not depend on their order. Failures are reported
 * one by one, and the stream delivers again from the first of them on.
 */
export const streamConsumer = <Item>(handler: () => Handle<Item>) =>
  observed(batchHandler(handler), aboutBatch);

const batchHandler =
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

/** Work that a change leaves. It must read the state when it runs. Equal work has the same key. */
export type Work = { key: string; run: () => Promise<void> };

/** Runs equal work once for all changes of a batch. The works of one change do not wait for each other. */
export function once<Item>(worksOf: (change: ItemChange<Item>) => Work[]): Handle<Item> {
  const running = new Map<string, Promise<void>>();
  return async change => {
    const works = worksOf(change).map(({ key, run }) => {
      const work = running.get(key) ?? run();
      running.set(key, work);
      return work;
    });
    const failed = (await Promise.allSettled(works)).find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  };
}
