import { randomUUID } from 'node:crypto';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { withParameters } from '../../simulator/fakeParameters.ts';
import { type QueueCall, withQueue } from '../../simulator/fakeQueue.ts';
import { logOf } from '../../support/api/log.ts';
import { passTime } from '../../support/records/clock.ts';
import { coldStart } from '../../support/records/coldStart.ts';
import { ALL_SENT, entriesOf, idsOf, sendNotices } from '../../support/records/notices.ts';
import { anEvent, registeredUsers } from '../../support/records/records.ts';
import { accept, PUBLIC_URL, type Try, withReceiver } from '../../support/servers/receiver.ts';

const { jest } = import.meta;

/** A notice as it lies in the queue. */
const aNotice = (title = 'Any') => ({
  id: randomUUID(),
  type: 'event.updated',
  timestamp: '2027-01-01T00:00:00.000Z',
  data: { event: { title } },
});

/** A message as Lambda takes it from the queue, for the `count`th time. */
const messageOf = (body: object | string, count = 1) => {
  const messageId = randomUUID();
  return {
    messageId,
    receiptHandle: `receipt of ${messageId}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: String(count) },
  } as SQSRecord;
};

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
type Settings = Record<string, string>;
type Taken = { failed: string[]; postponed: QueueCall['input'][]; tries: Try[]; logged: string[] };

/** Has a new process take messages from the queue, and send them to a receiver that reacts like this. */
const take = (
  messages: SQSRecord[],
  react: Parameters<typeof withReceiver>[0],
  refuse?: Parameters<typeof withQueue>[1],
  settings: Settings = {},
): Promise<Taken> =>
  withReceiver(react, receiver =>
    withQueue(async queue => {
      let failed: string[] = [];
      const environment = { ...receiver.environment, ...queue.environment, ...settings };
      const log = await logOf(() =>
        coldStart('queues/resendNotices', environment, async handler => {
          const context = { getRemainingTimeInMillis: () => 60_000 } as Context;
          const answer = await (handler as Handler)({ Records: messages }, context);
          failed = answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
        }),
      );
      expect(queue.calls.every(({ operation }) => operation === 'ChangeMessageVisibility')).toBe(true);
      const postponed = queue.calls.map(({ input }) => input);
      return { failed: failed.sort(), postponed, tries: receiver.tries, logged: log.map(({ code }) => code) };
    }, refuse),
  );

test('notices that are accepted leave the queue', async () => {
  const notices = [aNotice(), aNotice(), aNotice()];
  const { failed, postponed, tries } = await take(
    notices.map(notice => messageOf(notice)),
    accept,
  );
  expect({ failed, postponed }).toEqual({ failed: [], postponed: [] });
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  expect(tries.map(({ id, notice }) => ({ id, ...notice })).sort(byId)).toEqual(notices.sort(byId));
});

test('only notices that are refused stay in the queue', async () => {
  const [bad, good, worse] = [aNotice('bad'), aNotice('good'), aNotice('bad')].map(notice =>
    messageOf(notice),
  );
  if (!bad || !good || !worse) throw new Error('A message is missing');
  const react = ({ data }: Try['notice']) => (data.event.title === 'bad' ? 500 : 200);
  const { failed, postponed, logged } = await take([bad, good, worse], react);
  expect(failed).toEqual([bad.messageId, worse.messageId].sort());
  expect(postponed.map(({ ReceiptHandle }) => ReceiptHandle).sort()).toEqual(
    [bad.receiptHandle, worse.receiptHandle].sort(),
  );
  expect(logged).toEqual(['MESSAGE_FAILED', 'MESSAGE_FAILED']);
});

test('refused notices come back after about twice the time, an hour at most', async () => {
  const counts = [1, 2, 3, 4, 5, 6, 7, 8, 30];
  const messages = counts.map(count => messageOf(aNotice(), count));
  const { failed, postponed } = await take(messages, () => 503);
  expect(failed).toEqual(messages.map(({ messageId }) => messageId).sort());
  const waits = messages.map(
    ({ receiptHandle }) =>
      postponed.find(({ ReceiptHandle }) => ReceiptHandle === receiptHandle)?.VisibilityTimeout,
  );
  for (const [index, longest] of [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600].entries()) {
    expect(waits[index]).toBeGreaterThanOrEqual(longest / 2);
    expect(waits[index]).toBeLessThanOrEqual(longest);
  }
});

test('a notice that cannot be postponed stays in the queue', async () => {
  const message = messageOf(aNotice());
  const { failed } = await take(
    [message],
    () => 500,
    () => 'ReceiptHandleIsInvalid',
  );
  expect(failed).toEqual([message.messageId]);
});

test('an unreadable notice stays in the queue, and the others are sent', async () => {
  const [unreadable, good] = [messageOf('{'), messageOf(aNotice())];
  const { failed, tries } = await take([unreadable, good], accept);
  expect(failed).toEqual([unreadable.messageId]);
  expect(tries).toHaveLength(1);
});

test('notices for a receiver that answers 410 stay in the queue until they expire', async () => {
  const messages = [messageOf(aNotice()), messageOf(aNotice())];
  const { failed, postponed, logged } = await take(messages, () => 410);
  expect(failed).toEqual(messages.map(({ messageId }) => messageId).sort());
  expect(postponed).toHaveLength(2);
  expect(logged).toContain('WEBHOOK_GONE');
});

test('notices stay in the queue, and are put off, while their secret cannot be read', async () => {
  const messages = [messageOf(aNotice(), 3), messageOf(aNotice(), 3), messageOf(aNotice(), 3)];
  const { failed, postponed, tries, logged } = await withParameters({}, async ({ environment, calls }) => {
    const deployed = { WEBHOOK_URL: PUBLIC_URL, WEBHOOK_SECRET_PARAMETER: '/secret', ...environment };
    const taken = await take(messages, accept, undefined, deployed);
    // They are sent at once, and do not ask for it one by one.
    expect(calls).toHaveLength(1);
    return taken;
  });
  expect(failed).toEqual(messages.map(({ messageId }) => messageId).sort());
  expect(postponed.every(({ VisibilityTimeout }) => Number(VisibilityTimeout) >= 120)).toBe(true);
  expect({ postponed: postponed.length, tries }).toEqual({ postponed: 3, tries: [] });
  expect(logged).toEqual(Array(3).fill('MESSAGE_FAILED'));
});

test('a notice that was put off arrives as it was first sent, with the same id', async () => {
  const records = await entriesOf(async () => registeredUsers(await anEvent(), 1));
  const refuse = (): number => {
    passTime(20_000);
    return 500;
  };
  const first: Try[] = [];
  const bodies: object[] = [];
  await withReceiver(refuse, receiver =>
    withQueue(async queue => {
      const environment = { ...receiver.environment, ...queue.environment };
      expect(await sendNotices(records, environment)).toMatchObject({ answer: ALL_SENT });
      first.push(...receiver.tries);
      bodies.push(...queue.messages());
    }),
  );
  jest.restoreAllMocks();
  const { tries } = await take(
    bodies.map(body => messageOf(body)),
    accept,
  );
  expect(tries).toEqual(first.map(one => ({ ...one, reaction: 204 })));
  expect(tries.map(({ id }) => id)).toEqual(idsOf(records));
});
