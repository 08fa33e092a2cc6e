import { notedEvent } from '../answers/eventAnswer.ts';
import type { StoredEvent } from '../answers/storedEvent.ts';
import type { Occupancy } from '../domain/waitlist.ts';
import type { Write } from '../dynamo/write.ts';
import * as announcements from '../repositories/announcements.ts';
import * as events from '../repositories/events.ts';
import type * as seats from '../repositories/seats.ts';

/** Only the webhook needs announcements. */
export const hasWebhook = Boolean(process.env.WEBHOOK_URL);

const RETENTION_SECONDS = 30 * 86_400;
const SECOND_MS = 1000;

type Content = Pick<announcements.Item, 'type' | 'data'>;

/** Makes an announcement. Its id follows from the change, so that repeating it replaces it by the same one. */
export const announcement = (
  announcementId: string,
  eventId: string,
  time: string,
  content: Content,
): announcements.Item => ({
  announcementId,
  eventId,
  time,
  ...content,
  expiresAt: Math.floor(Date.parse(time) / SECOND_MS) + RETENTION_SECONDS,
});

/**
 * Makes the writes that announce an edit, for its own transaction, so that the announced fields before it and the
 * event after it are true.
 */
export function announceEdit(before: StoredEvent, after: StoredEvent): Write[] {
  if (!hasWebhook) return [];
  const { eventId, updatedAt, version } = after.details;
  const event = notedEvent(after, version);
  const write = (name: string, content: Content) =>
    announcements.create(
      announcement(`edit-${events.tagOf(after.details)}-${name}`, eventId, updatedAt, content),
    );
  const previous = changedOf(before, after);
  const { status } = after.seats;
  return [
    ...(previous ? [write('fields', { type: 'event.updated', data: { event, previous } })] : []),
    ...(status === before.seats.status
      ? []
      : [
          write('status', {
            type: typeOf(before.seats.status, status),
            data: { event },
          }),
        ]),
  ];
}

/** Returns the type of a notice that an event has another status. */
function typeOf(before: Occupancy['status'], after: Occupancy['status']): string {
  if (after !== 'active') return `event.${after}`;
  return before === 'draft' ? 'event.published' : 'event.reactivated';
}

/**
 * Returns the former date, times, title and location, those of them that changed. Null stands for a time that was not
 * set.
 */
function changedOf(before: StoredEvent, after: StoredEvent): object | undefined {
  const fieldsOf = ({ details, seats: { date } }: StoredEvent) => {
    const { startsAt = null, endsAt = null, timeZone = null, title, location } = details;
    return Object.entries({ date, startsAt, endsAt, timeZone, title, location });
  };
  const now = Object.fromEntries(fieldsOf(after));
  const changed = fieldsOf(before).filter(([field, value]) => value !== now[field]);
  return changed.length > 0 ? Object.fromEntries(changed) : undefined;
}

/** Announces once that an event is deleted, as long as its items are there. */
export async function announceDeletion({ eventId, incarnation, deletedAt }: seats.Item, event: object) {
  if (!hasWebhook || !deletedAt) return;
  const content = { type: 'event.deleted', data: { event } };
  await announcements.putFirst(announcement(`deleted-${incarnation}`, eventId, deletedAt, content));
}
