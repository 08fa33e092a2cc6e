import { withQueue } from '../../simulator/fakeQueue.ts';
import { logOf } from '../../support/api/log.ts';
import { coldStart } from '../../support/records/coldStart.ts';
import { ALL_SENT, entriesOf, idsOf, sendNotices } from '../../support/records/notices.ts';
import { anEvent, registeredUsers } from '../../support/records/records.ts';
import { deliver } from '../../support/records/streams.ts';
import { withReceiver } from '../../support/servers/receiver.ts';

test('nothing is sent, and nothing put off, when no webhook is set', async () => {
  const eventId = await anEvent();
  const records = await entriesOf(() => registeredUsers(eventId, 2));
  await withQueue(async ({ environment, calls }) => {
    expect(await sendNotices(records, environment)).toMatchObject({ answer: ALL_SENT, logged: [] });
    expect(calls).toEqual([]);
  });
});

describe('a receiver that answers 410', () => {
  test('gets nothing more from this process, which reports no failures', async () => {
    const eventId = await anEvent();
    const [records, more] = [
      await entriesOf(() => registeredUsers(eventId, 2)),
      await entriesOf(() => registeredUsers(eventId, 1)),
    ];
    await withReceiver(
      () => 410,
      receiver =>
        withQueue(async queue => {
          const environment = { ...receiver.environment, ...queue.environment };
          const log = await logOf(() =>
            coldStart('streams/sendNotices', environment, async handler => {
              for (const batch of [records, more, records])
                expect(await deliver(handler, batch)).toEqual(ALL_SENT);
            }),
          );
          expect(log.map(({ code }) => code)).toEqual(['WEBHOOK_GONE']);
          const asked = receiver.tries.map(({ id }) => id);
          expect(new Set(asked).size).toBe(asked.length);
          expect(asked).not.toContain(idsOf(more)[0]);
          expect(queue.calls).toEqual([]);
        }),
    );
  });

  test('is asked again by the next process', async () => {
    const eventId = await anEvent();
    const records = await entriesOf(() => registeredUsers(eventId, 1));
    await withReceiver(
      (_notice, count) => (count === 1 ? 410 : 204),
      async ({ environment, accepted }) => {
        expect(await sendNotices(records, environment)).toMatchObject({
          answer: ALL_SENT,
          logged: ['WEBHOOK_GONE'],
        });
        expect(accepted()).toEqual([]);
        expect(await sendNotices(records, environment)).toMatchObject({ answer: ALL_SENT, logged: [] });
        expect(accepted().map(({ id }) => id)).toEqual(idsOf(records));
      },
    );
  });
});
