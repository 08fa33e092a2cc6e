import { ICalEventStatus } from 'ical-generator';
import { calendarOf } from '../answers/calendar.ts';
import { revisedAnswer } from '../answers/eventAnswer.ts';
import { loadVisibleEvent } from '../answers/visibleEvent.ts';
import type { FindSight } from '../domain/drafts.ts';

/**
 * Returns an event as a calendar. That of a draft is tentative.
 * @throws ApiError EVENT_NOT_FOUND
 */
export async function getEventCalendar(eventId: string, findSight: FindSight): Promise<string> {
  const { event, revision } = revisedAnswer(await loadVisibleEvent(eventId, findSight));
  const status = event.status === 'draft' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
  return calendarOf(event.title, [{ event, sequence: revision, revision, status }]);
}
