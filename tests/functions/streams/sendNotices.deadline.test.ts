import type { DynamoDBRecord } from 'aws-lambda';
import { withQueue } from '../../simulator/fakeQueue.ts';
import { absentDatabase } from '../../simulator/faultyDatabase.ts';
import { stopClock } from '../../support/records/clock.ts';
import { ALL_SENT, entriesOf, idsOf, sendNotices } from '../../support/records/notices.ts';
import { anEvent, registeredUsers } from '../../support/records/records.ts';
import { secret, withReceiver } from '../../support/servers/receiver.ts';

const { jest } = import.meta;

/** The entries of so many people who register for an event. */
const registrations = async (count = 1, eventId?: string) =>
  entriesOf(async () => registeredUsers(eventId ?? (await anEvent({ capacity: count })), count));

afterEach(() => jest.restoreAllMocks());

describe('when Lambda gives less time than that', () => {
  const OWN_TIME_MS = 2500;
  const TRY_MS = 250;

  async function expectInQueueInTime(records: DynamoDBRecord[], webhook: Record<string, string>) {
    const end = performance.now() + OWN_TIME_MS;
    await withQueue(async queue => {
      const sent = await sendNotices(records, { ...webhook, ...queue.environment }, OWN_TIME_MS);
      expect(sent).toEqual({ answer: ALL_SENT, logged: ['NOTICE_LATE'] });
      expect(queue.messages()).toMatchObject([{ id: idsOf(records)[0], type: 'registration.registered' }]);
      expect(performance.now()).toBeLessThan(end);
    });
  }

  test('a notice is in the queue before it ends, though the receiver refuses', async () => {
    const records = await registrations();
    const clock = stopClock();
    const refuse = () => {
      clock.pass(TRY_MS);
      return 500;
    };
    await withReceiver(refuse, ({ environment }) => expectInQueueInTime(records, environment));
  });

  test('a notice is in the queue before it ends, though the receiver hangs', async () => {
    const records = await registrations();
    const clock = stopClock();
    const hang = () => {
      clock.passLastTimeout();
      return 'hang' as const;
    };
    await withReceiver(hang, ({ environment }) => expectInQueueInTime(records, environment));
  });

  test('a notice is in the queue before it ends, though there is no receiver', async () => {
    const records = await registrations();
    const environment = { WEBHOOK_URL: await absentDatabase(), WEBHOOK_SECRET: secret };
    const clock = stopClock();
    const { fetch } = globalThis;
    jest.spyOn(globalThis, 'fetch').mockImplementation((...request) => {
      clock.pass(TRY_MS);
      return fetch(...request);
    });
    await expectInQueueInTime(records, environment);
  });
});
