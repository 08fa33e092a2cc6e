import { randomUUID } from 'node:crypto';
import { holdInVain, letTimePass } from '../records/holds.ts';
import { anEvent, registeredUsers } from '../records/records.ts';

/** Calls the function with an event, to which this must be its answer. */
type Tell = (event: unknown, answer: unknown) => Promise<void>;

/** A notice as Lambda takes it from the queue of late ones. */
const aLateNotice = () => ({
  messageId: 'message',
  receiptHandle: 'receipt',
  body: JSON.stringify({
    id: randomUUID(),
    type: 'event.updated',
    timestamp: '2027-01-01T00:00:00Z',
    data: {},
  }),
  attributes: { ApproximateReceiveCount: '1' },
});

/** For each function that people, a schedule or a queue call, what makes it send every kind of call that it can. */
export const TASK_STORIES: Record<string, (tell: Tell) => Promise<void>> = {
  async auditEvent(tell) {
    await registeredUsers(await anEvent({ capacity: 1 }), 2);
    await holdInVain(await anEvent({ capacity: 1 }), 2);
    await tell({}, expect.objectContaining({ violations: [], isComplete: true }));
  },
  async releaseStaleHolds(tell) {
    const crowded = await anEvent({ capacity: 1 });
    await holdInVain(crowded, 2);
    for (const holdsReleased of [0, 2]) {
      await letTimePass(crowded);
      await tell({}, { eventsSwept: expect.any(Number), holdsReleased });
    }
  },
  async resendNotices(tell) {
    await tell({ Records: [aLateNotice()] }, { batchItemFailures: [{ itemIdentifier: 'message' }] });
  },
  async redriveNotices(tell) {
    await tell({}, { task: expect.any(String) });
  },
};
