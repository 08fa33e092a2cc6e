import { randomUUID } from 'node:crypto';
import type { RequestOf } from '../../schemas/requests.ts';
import { announceEdit } from '../activity/announcements.ts';
import { type TaggedEvent, taggedAnswer } from '../answers/eventAnswer.ts';
import { findEvent, type StoredEvent } from '../answers/storedEvent.ts';
import { bestEffort } from '../core/bestEffort.ts';
import { pauseBeforeTry, withDeadline } from '../core/deadline.ts';
import {
  capacityBelowRegistered,
  eventHasRegistrations,
  eventNotFound,
  forbidden,
  preconditionFailed,
} from '../core/refusals.ts';
import { listKeysOf } from '../domain/eventLists.ts';
import { lanesFor } from '../domain/places.ts';
import { questionsOf } from '../domain/questions.ts';
import { nextRevision, nextVersion } from '../domain/versions.ts';
import { amend } from '../domain/waitlist.ts';
import { transact } from '../dynamo/write.ts';
import { fillVacancies } from '../registrations/fillVacancies.ts';
import { followDate } from '../registrations/followDate.ts';
import { reopen } from '../registrations/reopen.ts';
import * as events from '../repositories/events.ts';
import * as seatsLifecycle from '../repositories/seatsLifecycle.ts';
import { editTimes, splitTimes } from './editTimes.ts';
import { splitTerms } from './registrationTerms.ts';
import type { Restrictions } from './restrictions.ts';

/**
 * An answer waits up to one and a half seconds for the work after a change: half a second of this is for answering. The
 * consumer of the change does the rest.
 */
const SETTLING_MS = 2000;

/** Returns what an edit sets now on each of the two items of an event. */
function editOf(before: StoredEvent, body: RequestOf<'updateEvent'>['body']) {
  const { details, seats } = before;
  const { capacity, status, hasWaitlist, waitlistEnabled, expectedPeople, questions, ...fields } = body;
  const { when, others } = splitTimes(fields);
  const { terms, texts } = splitTerms(others);
  const { date, times } = editTimes(details, when);
  const now = new Date().toISOString();
  const waitlist = hasWaitlist ?? waitlistEnabled;
  const version = nextVersion(events.versionOf(details), now);
  const asked = questionsOf(questions);
  const questionsVersion = asked && version;
  const decisive = {
    ...(capacity !== undefined && { capacity, lanes: Math.max(seats.lanes, lanesFor(capacity)) }),
    ...(status !== undefined && { status, statusSetAt: now }),
    ...(waitlist !== undefined && { hasWaitlist: waitlist }),
    ...(date !== undefined && { date }),
    ...(date !== undefined && date !== seats.date && { redatedAt: now }),
    ...terms,
    ...(questions !== undefined && { questionsVersion }),
  };
  const isDecisive = Object.keys(decisive).length > 0;
  return {
    isDecisive,
    details: {
      ...texts,
      ...times,
      // Null removes it.
      ...(expectedPeople !== undefined && { expectedPeople: expectedPeople ?? undefined }),
      ...(questions !== undefined && { questions: asked, questionsVersion }),
      ...(isDecisive && {
        ...listKeysOf({ ...seats, ...decisive }, details.seriesId),
        seatsVersion: version,
      }),
      updatedAt: now,
      version,
      revision: nextRevision(events.revisionOf(details), now),
      entityTag: randomUUID(),
    },
    seats: { ...decisive, ...(isDecisive && { version }) },
  };
}

/**
 * Changes the given fields. Seats that it frees go to those who wait, in order (rule 7). As many as one transaction
 * holds are filled before this returns, and the consumer of the change fills the rest.
 * @throws ApiError EVENT_NOT_FOUND, CAPACITY_BELOW_REGISTERED, EVENT_HAS_REGISTRATIONS, PRECONDITION_FAILED when it has
 * none of `tags`, FORBIDDEN when it is not the event of the owner by whose right it is changed, VALIDATION_FAILED when its
 * times contradict each other afterwards
 */
export async function updateEvent(
  eventId: string,
  body: RequestOf<'updateEvent'>['body'],
  { tags, ownerId }: Restrictions = {},
): Promise<TaggedEvent> {
  for (let tries = 1; ; tries += 1) {
    const before = await findEvent(eventId);
    if (!before) {
      // A body that breaks a rule by itself is refused for that first.
      editTimes(undefined, body);
      throw eventNotFound();
    }
    if (ownerId !== undefined && before.seats.ownerId !== ownerId) throw forbidden();
    const seenTag = events.tagOf(before.details);
    if (tags && !tags.includes(seenTag)) throw preconditionFailed();
    if (Object.keys(body).length === 0) return taggedAnswer(before);
    const edit = editOf(before, body);
    const after = {
      details: { ...before.details, ...edit.details },
      seats: { ...before.seats, ...edit.seats },
    };
    const amendment = amend(before.seats, edit.seats);
    if (amendment.kind === 'belowRegistered') {
      throw capacityBelowRegistered(after.seats.capacity, after.seats.registeredCount);
    }
    if (amendment.kind === 'hasRegistrations') throw eventHasRegistrations();
    const announcements = announceEdit(before, after);
    const outcome = await transact({
      details: events.update(eventId, edit.details, seenTag),
      seats: edit.isDecisive ? seatsLifecycle.amend(before.seats, edit.seats) : undefined,
      // The announcement is true, and the owner has a right to the edit, only while both items are as they were seen.
      unchangedSeats:
        !edit.isDecisive && (announcements.length > 0 || ownerId !== undefined)
          ? seatsLifecycle.isStill(before.seats)
          : undefined,
      announcements,
    });
    if (outcome.kind === 'committed') {
      const isActiveAgain = after.seats.status === 'active' && before.seats.status !== 'active';
      const isRedated = after.seats.date !== before.seats.date;
      return settled(after, { isActiveAgain, isRedated, promotable: amendment.promotable });
    }
    await pauseBeforeTry(tries);
  }
}

type Unsettled = { isActiveAgain: boolean; isRedated: boolean; promotable: number };

/** Returns an edited event after its first promotions. The edit is committed, whatever becomes of them. */
async function settled(
  after: StoredEvent,
  { isActiveAgain, isRedated, promotable }: Unsettled,
): Promise<TaggedEvent> {
  const { eventId } = after.details;
  const settle = async () => {
    if (isActiveAgain) await reopen(eventId, { maxTransactions: 1 });
    else if (promotable > 0) await fillVacancies(eventId, { maxTransactions: 1 });
    if (isRedated) await followDate(eventId);
    return findEvent(eventId);
  };
  const now = await bestEffort(() => withDeadline(SETTLING_MS, settle));
  const own = taggedAnswer(after);
  // The answer has the tag of this edit, even if somebody has edited the event since.
  return now && events.tagOf(now.details) === own.entityTag ? taggedAnswer(now) : own;
}
