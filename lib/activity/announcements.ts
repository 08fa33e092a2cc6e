import { eventAnswer } from '../answers/eventAnswer.ts';
import type { StoredEvent } from '../answers/storedEvent.ts';
import { isAnonymous } from '../domain/anonymousId.ts';
import { dateOf } from '../domain/sortKeys.ts';
import type { ItemChange } from '../dynamo/itemChange.ts';
import { batchGet } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';
import * as announcements from '../repositories/announcements.ts';
import * as events from '../repositories/events.ts';
import * as registrationLists from '../repositories/registrationLists.ts';
import * as seats from '../repositories/seats.ts';

/** Only the webhook needs announcements. */
const hasWebhook = Boolean(process.env.WEBHOOK_URL);

const RETENTION_SECONDS = 30 * 86_400;
const PAGE_SIZE = 1000;
const SECOND_MS = 1000;

type Content = Pick<announcements.Item, 'type' | 'data'>;

/** Makes an announcement. Its id follows from the change, so that repeating it replaces it by the same one. */
const announcement = (
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
  const event = { ...eventAnswer(after), version };
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
            type: status === 'active' ? 'event.reactivated' : `event.${status}`,
            data: { event },
          }),
        ]),
  ];
}

/** Returns the former date, title and location, those of them that changed. */
function changedOf(before: StoredEvent, after: StoredEvent): object | undefined {
  const fieldsOf = ({ details: { title, location }, seats: item }: StoredEvent) =>
    Object.entries({ date: dateOf(item), title, location });
  const now = Object.fromEntries(fieldsOf(after));
  const changed = fieldsOf(before).filter(([field, value]) => value !== now[field]);
  return changed.length > 0 ? Object.fromEntries(changed) : undefined;
}

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
  for await (const rows of registrationLists.allOfEvent(eventId, PAGE_SIZE)) {
    const people = rows.filter(
      ({ userId, registeredAt }) => !isAnonymous(userId) && (!reopenedAt || registeredAt < reopenedAt),
    );
    await announcements.putAll(
      people.map(({ sortKey: _, checkedInAt: __, ...registration }) =>
        announcement(`seats-${changeId}-${registration.registrationId}`, eventId, statusSetAt, {
          type: 'registration.event_cancelled',
          data: { registration },
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

/** Announces once that an event is deleted, as long as its items are there. */
export async function announceDeletion({ eventId, incarnation, deletedAt }: seats.Item, event: object) {
  if (!hasWebhook || !deletedAt) return;
  const content = { type: 'event.deleted', data: { event } };
  await announcements.putFirst(announcement(`deleted-${incarnation}`, eventId, deletedAt, content));
}
