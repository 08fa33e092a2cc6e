import { withQueue } from '../../simulator/fakeQueue.ts';
import { passTime } from '../../support/records/clock.ts';
import { ALL_SENT, entriesOf, idsOf, sendNotices } from '../../support/records/notices.ts';
import { anEvent, registeredUsers } from '../../support/records/records.ts';
import { failuresOf, sequenceNumbersOf } from '../../support/records/streams.ts';
import { type Reaction, type Try, withReceiver } from '../../support/servers/receiver.ts';

const { jest } = import.meta;

/** As long as the consumer waits for a receiver, and more. */
const PATIENCE_MS = 20_000;

/** The entries of so many people who register for an event. */
const registrations = async (count = 1, eventId?: string) =>
  entriesOf(async () => registeredUsers(eventId ?? (await anEvent({ capacity: count })), count));

/** Refuses each notice twice, until the consumer's patience is over. */
function refuseUntilLate(_notice: unknown, count: number): Reaction {
  if (count === 2) passTime(PATIENCE_MS);
  return 500;
}

afterEach(() => jest.restoreAllMocks());

describe('when the consumer has waited long enough', () => {
  test('notices go into the queue, with their whole content, and no change fails', async () => {
    const records = await registrations(3);
    await withReceiver(refuseUntilLate, receiver =>
      withQueue(async queue => {
        const environment = { ...receiver.environment, ...queue.environment };
        expect(await sendNotices(records, environment)).toMatchObject({
          answer: ALL_SENT,
          logged: ['NOTICE_LATE', 'NOTICE_LATE', 'NOTICE_LATE'],
        });
        expect(new Set(queue.messages().map(({ id }) => id))).toEqual(new Set(idsOf(records)));
        const [{ id, notice } = {}] = receiver.tries;
        expect(queue.messages()).toContainEqual({ id, ...notice });
        for (const { input } of queue.calls) expect(input.QueueUrl).toBe(queue.environment.LATE_NOTICES_URL);
      }),
    );
  });

  test('the changes are reported as failed where there is no queue', async () => {
    const records = await registrations(2);
    await withReceiver(refuseUntilLate, async ({ environment, tries }) => {
      const { answer } = await sendNotices(records, environment);
      expect(answer).toMatchObject({ message: expect.stringContaining('All records failed processing') });
      expect(new Set(tries.map(({ id }) => id))).toEqual(new Set(idsOf(records)));
    });
  });

  test('a change is reported as failed when the queue does not take its notice', async () => {
    const [failing, fine] = [await registrations(), await registrations()];
    const [failingId] = idsOf(failing);
    const react = (notice: Try['notice'], count: number) =>
      `${notice.data.registration.registrationId}-1` === failingId ? refuseUntilLate(notice, count) : 200;
    await withReceiver(react, receiver =>
      withQueue(
        async queue => {
          const environment = { ...receiver.environment, ...queue.environment };
          const { answer } = await sendNotices([...failing, ...fine], environment);
          expect(failuresOf(answer)).toEqual(sequenceNumbersOf(failing));
          expect(queue.messages()).toEqual([]);
        },
        () => 'QueueDoesNotExist',
      ),
    );
  });
});

describe('notices of one event that are not accepted', () => {
  /** Changes of two events by turns, and a receiver that refuses what it is told of the first one. */
  async function twoEvents() {
    const [refused, welcome] = [await anEvent({ capacity: 3 }), await anEvent({ capacity: 3 })];
    const [failing, fine] = [await registrations(3, refused), await registrations(3, welcome)];
    const records = failing.flatMap((record, index) => [record, ...fine.slice(index, index + 1)]);
    let accepted = 0;
    const react = ({ data }: Try['notice']): Reaction => {
      if (data.event.eventId === welcome) accepted += 1;
      else if (accepted === fine.length) passTime(PATIENCE_MS);
      return data.event.eventId === welcome ? 200 : 500;
    };
    return { failing, fine, records, react };
  }

  test('do not keep those of another one from coming', async () => {
    const { failing, fine, records, react } = await twoEvents();
    await withReceiver(react, async ({ environment, tries, accepted }) => {
      const { answer } = await sendNotices(records, environment);
      expect(new Set(accepted().map(({ id }) => id))).toEqual(new Set(idsOf(fine)));
      expect(failuresOf(answer)).toEqual(sequenceNumbersOf(failing));
      const refused = tries.filter(({ reaction }) => reaction === 500);
      expect(new Set(refused.map(({ id }) => id))).toEqual(new Set(idsOf(failing)));
    });
  });

  test('are in the queue, and no change fails', async () => {
    const { failing, fine, records, react } = await twoEvents();
    await withReceiver(react, receiver =>
      withQueue(async queue => {
        const environment = { ...receiver.environment, ...queue.environment };
        expect(await sendNotices(records, environment)).toMatchObject({ answer: ALL_SENT });
        expect(new Set(receiver.accepted().map(({ id }) => id))).toEqual(new Set(idsOf(fine)));
        expect(new Set(queue.messages().map(({ id }) => id))).toEqual(new Set(idsOf(failing)));
      }),
    );
  });
});
