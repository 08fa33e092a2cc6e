import type { Context, SQSRecord } from 'aws-lambda';
import { queueConsumer } from '../../../lib/handlers/queueConsumer.ts';
import { logOf } from '../../support/api/log.ts';

type Message = { text: string };

const context = {} as Context;

const recordOf = (messageId: string, body: string, count = 1) =>
  ({
    messageId,
    body,
    receiptHandle: `receipt of ${messageId}`,
    attributes: { ApproximateReceiveCount: String(count) },
  }) as SQSRecord;

const messageOf = (messageId: string, text: string, count?: number) =>
  recordOf(messageId, JSON.stringify({ text }), count);

const refuseBad = queueConsumer<Message>(async ({ text }) => {
  if (text === 'bad') throw new Error('It is bad');
});

test('a handler is given each message with its receipt and the number of its deliveries', async () => {
  const taken: unknown[] = [];
  const handler = queueConsumer<Message>(async (...message) => {
    taken.push(message);
  });
  const Records = [messageOf('1', 'first'), messageOf('2', 'again', 7)];
  expect(await handler({ Records }, context)).toEqual({ batchItemFailures: [] });
  expect(taken).toEqual([
    [{ text: 'first' }, 'receipt of 1', 1],
    [{ text: 'again' }, 'receipt of 2', 7],
  ]);
});

test('the messages that failed are reported, and no others', async () => {
  const Records = [messageOf('1', 'bad'), messageOf('2', 'good'), recordOf('3', 'no JSON')];
  const log = await logOf(async () => {
    const { batchItemFailures } = await refuseBad({ Records }, context);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['1', '3']);
  });
  expect(log.map(({ code }) => code)).toEqual(['MESSAGE_FAILED', 'MESSAGE_FAILED']);
});

test('the function does not fail when all messages fail, and reports all of them', async () => {
  const Records = [messageOf('1', 'bad'), messageOf('2', 'bad')];
  await logOf(async () => {
    const { batchItemFailures } = await refuseBad({ Records }, context);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['1', '2']);
  });
});
