import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logError } from '../core/log.ts';
import { aboutBatch, observed } from './observed.ts';

type Handle<Message> = (message: Message, receipt: string, count: number) => Promise<void>;

/**
 * Makes the Lambda handler of a queue. `handle` gets each message, its receipt and how often it was taken. Failures
 * are reported one by one, so that only those messages stay in the queue.
 */
export const queueConsumer = <Message>(handle: Handle<Message>) => observed(batchHandler(handle), aboutBatch);

const batchHandler =
  <Message>(handle: Handle<Message>) =>
  (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const handleRecord = async ({ body, receiptHandle, attributes }: SQSRecord) => {
      try {
        await handle(JSON.parse(body), receiptHandle, Number(attributes.ApproximateReceiveCount));
      } catch (error) {
        logError('MESSAGE_FAILED', error);
        throw error;
      }
    };
    return processPartialResponse(event, handleRecord, new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    });
  };
