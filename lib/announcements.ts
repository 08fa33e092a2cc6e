import { createHash } from 'node:crypto';
import { batchGet } from './dynamo.ts';
import { eventSnapshot } from './events.ts';
import type { Announcement } from './repositories/announcements.ts';
import * as announcements from './repositories/announcements.ts';
import type { EventDetails } from './repositories/events.ts';
import * as events from './repositories/events.ts';
import * as registrations from './repositories/registrations.ts';
import type { SeatsItem } from './repositories/seats.ts';
import * as seats from './repositories/seats.ts';
import type { ItemChange } from './stream.ts';

/** Announcements are for nobody else. */
const hasWebhook = Boolean(process.env.WEBHOOK_URL);

const KEPT_SECONDS = 30 * 86_400;
const PEOPLE_AT_A_TIME = 1000;
const SECOND_MS = 1000;

type Told = Pick<Announcement, 'type' | 'data'>;

/** The id follows from the change: delivered again, it puts the same announcement in the same place. */
const announcement = (announcementId: string, eventId: string, time: string, told: Told): Announcement => ({
  announcementId,
  eventId,
  time,
  ...told,
  expiresAt: Math.floor(Date.parse(time) / SECOND_MS) + KEPT_SECONDS,
});

/**
 * Puts down what the webhook is to hear of a change of an event's status or date, and when it is cancelled, for each
 * person who is registered or waits. Counters that move are no news.
 */
export async function announceSeatsChange({
  changeId,
  before,
  after,
  time,
}: ItemChange<SeatsItem>): Promise<void> {
  if (!hasWebhook || !before || !after || after.status === 'deleted') return;
  const isNewStatus = after.status !== before.status;
  const isNewDate = after.dateEventId !== before.dateEventId;
  if (!isNewStatus && !isNewDate) return;
  const { eventId, status } = after;
  const found = await batchGet([events.ref(eventId)], { consistent: true });
  const event = eventSnapshot(eventId, found(events.ref(eventId)), after);
  const put = (name: string, told: Told) =>
    announcements.putAll([announcement(`seats-${changeId}-${name}`, eventId, time, told)]);
  if (isNewDate)
    await put('date', { type: 'event.updated', data: { event, previous: { date: seats.dateOf(before) } } });
  if (!isNewStatus) return;
  const type = status === 'active' ? 'event.reactivated' : `event.${status}`;
  await put('status', { type, data: { event } });
  if (status === 'cancelled') await announceToPeople(after, changeId, time);
}

/** Who came to an event that was active again by then is not told. */
async function announceToPeople(
  { eventId, statusSetAt }: SeatsItem,
  changeId: string,
  time: string,
): Promise<void> {
  const found = await batchGet([seats.ref(eventId)], { consistent: true });
  const now = found(seats.ref(eventId));
  const reopenedAt = now?.statusSetAt === statusSetAt ? undefined : now?.statusSetAt;
  for await (const rows of registrations.allOfEvent(eventId, PEOPLE_AT_A_TIME)) {
    const people = rows.filter(({ registeredAt }) => !reopenedAt || registeredAt < reopenedAt);
    await announcements.putAll(
      people.map(({ place: _, checkedInAt: __, ...registration }) =>
        announcement(`seats-${changeId}-${registration.registrationId}`, eventId, time, {
          type: 'registration.event_cancelled',
          data: { registration },
        }),
      ),
    );
  }
}

/** Puts down what the webhook is to hear of a change of an event's title or location. */
export async function announceDetailsChange({
  changeId,
  before,
  after,
  time,
}: ItemChange<EventDetails>): Promise<void> {
  if (!hasWebhook || !before || !after) return;
  const previous = {
    ...(after.title !== before.title && { title: before.title }),
    ...(after.location !== before.location && { location: before.location }),
  };
  if (Object.keys(previous).length === 0) return;
  const { eventId } = after;
  const found = await batchGet([seats.ref(eventId)], { consistent: true });
  const event = eventSnapshot(eventId, after, found(seats.ref(eventId)));
  const told = { type: 'event.updated', data: { event, previous } };
  await announcements.putAll([announcement(`events-${changeId}`, eventId, time, told)]);
}

/** Puts down that an event is deleted, as long as something is known of it. */
export async function announceDeletion(item: SeatsItem, event: object): Promise<void> {
  if (!hasWebhook || !item.deletedAt) return;
  const told = { type: 'event.deleted', data: { event } };
  const id = `deleted-${createHash('sha256').update(`${item.eventId} ${item.deletedAt}`).digest('hex')}`;
  await announcements.putFirst(announcement(id, item.eventId, item.deletedAt, told));
}
