import { isAnonymous } from '../domain/anonymousId.ts';
import type { ItemChange } from '../dynamo/itemChange.ts';
import { batchGet } from '../dynamo/read.ts';
import * as announcements from '../repositories/announcements.ts';
import * as placeLists from '../repositories/placeLists.ts';
import * as places from '../repositories/places.ts';
import * as seats from '../repositories/seats.ts';

import { announcement, hasWebhook } from './announcements.ts';

const PAGE_SIZE = 1000;

/** Announces to each person who is registered or waits that the event was cancelled. */
export async function announceCancellation({
  changeId,
  before,
  after,
  time,
}: ItemChange<seats.Item>): Promise<void> {
  if (!hasWebhook || !before || after?.status !== 'cancelled' || before.status === 'cancelled') return;
  const { eventId, statusSetAt = time } = after;
  const reopenedAt = await reopeningOf(after);
  for await (const rows of placeLists.allOfEvent(after, PAGE_SIZE)) {
    const people = rows.filter(
      ({ userId, registeredAt }) => !isAnonymous(userId) && (!reopenedAt || registeredAt < reopenedAt),
    );
    await announcements.putAll(
      people.map(row =>
        announcement(`seats-${changeId}-${row.registrationId}`, eventId, statusSetAt, {
          type: 'registration.event_cancelled',
          data: { registration: places.toldOf(row) },
        }),
      ),
    );
  }
}

/**
 * Returns when the status was set again since. People who came after that came to an active event, and get no notice.
 */
async function reopeningOf({ eventId, statusSetAt }: seats.Item): Promise<string | undefined> {
  const found = await batchGet([seats.ref(eventId)], { consistent: true });
  const now = found(seats.ref(eventId));
  return now?.statusSetAt === statusSetAt ? undefined : now?.statusSetAt;
}
