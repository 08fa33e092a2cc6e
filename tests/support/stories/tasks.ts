import { randomUUID } from 'node:crypto';
import { deleteUser, recordHistory } from '../api/operations.ts';
import { withWebhook } from '../records/announcements.ts';
import { deadLetter } from '../records/deadRecords.ts';
import { holdInVain, letTimePass } from '../records/holds.ts';
import { anEvent, registeredUsers } from '../records/records.ts';
import { allRecords, type Table } from '../records/streams.ts';

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

/** The tables with streams, and who reads them. */
const READ_BY = {
  seats: ['settleEvent', 'announceCancellation'],
  users: ['removeDeletedUser'],
  registrations: ['recordHistory'],
  history: ['sendNotices'],
  announcements: ['sendNotices'],
};

/** Letters about a change of each table, which each of its consumers gave up. */
export async function aLetterToEachConsumer(nameOf: (key: string) => string): Promise<string[]> {
  const eventId = await anEvent();
  const [userId = ''] = await registeredUsers(eventId, 1);
  await recordHistory();
  await deleteUser(userId);
  await withWebhook(edit => edit(eventId, { title: 'New' }));
  const letters = Object.entries(READ_BY).map(async ([table, keys]) => {
    const records = (await allRecords(table as Table)).slice(-1);
    return keys.map(key => deadLetter(nameOf(key), records));
  });
  return (await Promise.all(letters)).flat();
}
