import PQueue from 'p-queue';
import type { Webhook } from 'standardwebhooks';
import { eventSnapshot } from '../answers/eventAnswer.ts';
import { eventRefs } from '../answers/storedEvent.ts';
import { ensureTimeLeft, pauseBeforeTry, withDeadline } from '../core/deadline.ts';
import { logError } from '../core/log.ts';
import { happened } from '../core/usage.ts';
import { batchGet } from '../dynamo/read.ts';
import type * as announcements from '../repositories/announcements.ts';
import type * as history from '../repositories/history.ts';
import * as lateNotices from '../repositories/lateNotices.ts';
import { toldOf } from '../repositories/places.ts';
import { currentSigners, isWebhookSet, type Notice, post } from './webhook.ts';

/** An item of which the webhook receives a notice. */
export type Noticed = history.Entry | announcements.Item;

const isAnnouncement = (noticed: Noticed): noticed is announcements.Item => 'announcementId' in noticed;

type EventOf = (eventId: string) => Promise<object>;

/** Reads the event as it is now. One that is gone is only its id. */
async function eventNow(eventId: string): Promise<object> {
  const found = await batchGet(eventRefs(eventId), { consistent: true });
  return eventSnapshot(found, eventId);
}

async function noticeOf(noticed: Noticed, eventOf: EventOf): Promise<Notice> {
  const { time: timestamp, eventId } = noticed;
  if (isAnnouncement(noticed)) {
    const { announcementId: id, type, data } = noticed;
    const { event = await eventOf(eventId) } = data;
    return { id, type, timestamp, data: { event, ...data } };
  }
  const { entryId, change, cause, checkedInAt } = noticed;
  const registration = {
    ...toldOf(noticed),
    ...(checkedInAt !== undefined && { checkedInAt }),
  };
  const event = noticed.event ?? (await eventOf(eventId));
  return { id: entryId, type: `registration.${change}`, timestamp, data: { event, registration, cause } };
}

/** A stream waits up to 15 seconds for the receiver to accept a notice. A whole batch fits into the function's time. */
const MAX_SENDING_MS = 15_000;
const NOTICES_AT_ONCE = 20;

/**
 * Makes the sender of one batch's notices, which sends some at once and repeats each with backoff for some seconds.
 * Then the notice goes to the queue of late ones, so that those behind it need not wait.
 */
export function noticeSender(): (noticed: Noticed) => Promise<void> {
  const sending = new PQueue({ concurrency: NOTICES_AT_ONCE });
  const known = new Map<string, Promise<object>>();
  let signing: Promise<Webhook[]> | undefined;
  const eventOf: EventOf = eventId => {
    const event = known.get(eventId) ?? eventNow(eventId);
    known.set(eventId, event);
    event.catch(() => known.delete(eventId));
    return event;
  };
  return noticed =>
    sending.add(async () => {
      if (!isWebhookSet()) return;
      // Without secrets nothing can be sent. The changes then fail, and the stream delivers them again.
      signing ??= currentSigners();
      const signers = await signing;
      await sendOrPutOff(await noticeOf(noticed, eventOf), signers);
    });
}

async function sendOrPutOff(notice: Notice, signers: Webhook[]): Promise<void> {
  try {
    await withDeadline(MAX_SENDING_MS, () => postUntilAccepted(notice, signers));
  } catch (error) {
    if (!isWebhookSet()) return;
    // Without a queue, as on a developer's machine, the stream delivers it again.
    if (!lateNotices.isThere) throw error;
    logError('NOTICE_LATE', error);
    happened('noticesLate');
    await lateNotices.put(notice);
  }
}

async function postUntilAccepted(notice: Notice, signers: Webhook[]): Promise<void> {
  ensureTimeLeft();
  for (let tries = 1; ; tries += 1) {
    try {
      return await post(notice, signers);
    } catch (error) {
      if (!isWebhookSet()) throw error;
      await pauseBeforeTry(tries, { cause: error });
    }
  }
}

const FIRST_WAIT_SECONDS = 30;
const MAX_WAIT_SECONDS = 3600;

/**
 * Returns how long a notice waits that was refused for the `count`th time: twice as long each time, less half at most.
 */
const waitSeconds = (count: number) =>
  Math.round(Math.min(MAX_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** count) * (0.5 + Math.random() / 2));

/**
 * Sends a late notice once more. `count` is how often it was taken from the queue.
 * @throws Error when it is not accepted, which leaves it in the queue
 */
export async function resendNotice(notice: Notice, receipt: string, count: number): Promise<void> {
  try {
    await post(notice, await currentSigners());
  } catch (error) {
    await lateNotices.postpone(receipt, waitSeconds(count));
    throw error;
  }
}
