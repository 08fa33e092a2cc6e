import { handler as listEventHistoryHandler } from '../../../functions/listEventHistory.ts';
import * as events from '../../../lib/repositories/events.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { deleteEvent, recordHistory } from '../api/operations.ts';
import { pagesOf } from '../api/pages.ts';
import { stored } from './records.ts';
import { peopleLeftAt } from './storedPeople.ts';
import { recordsOf } from './streams.ts';

export const deletionOf = (...eventIds: string[]) =>
  recordsOf('seats', async () => {
    for (const eventId of eventIds) expect((await deleteEvent(eventId)).status).toBe(204);
  });

/** Nothing is left of the event but its history, in which everybody was removed with it, once. */
export async function expectRemoved(eventId: string, userIds: string[]): Promise<void> {
  expect(await stored(seats.ref(eventId))).toBeUndefined();
  expect(await stored(events.ref(eventId))).toBeUndefined();
  expect(await peopleLeftAt(eventId)).toEqual([]);
  for (const userId of userIds) {
    expect(await stored(registrations.ref(eventId, userId))).toBeUndefined();
  }
  await recordHistory();
  const entries = (await pagesOf(listEventHistoryHandler, { path: { eventId } })).flat();
  const ends = entries.filter(({ change }) => !['registered', 'waitlisted', 'promoted'].includes(change));
  expect(ends.map(({ userId }) => userId).sort()).toEqual([...userIds].sort());
  for (const end of ends) expect(end).toMatchObject({ change: 'removed', cause: 'event_deleted' });
}
