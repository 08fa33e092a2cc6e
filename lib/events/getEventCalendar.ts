import { ICalEventStatus } from 'ical-generator';
import { calendarOf } from '../answers/calendar.ts';
import { revisedAnswer } from '../answers/eventAnswer.ts';
import { loadEvent } from '../answers/storedEvent.ts';

/**
 * Returns the day of an event as a calendar.
 * @throws ApiError EVENT_NOT_FOUND
 */
export async function getEventCalendar(eventId: string): Promise<string> {
  const { event, revision } = revisedAnswer(await loadEvent(eventId));
  return calendarOf(event.title, [
    { event, sequence: revision, revision, status: ICalEventStatus.CONFIRMED },
  ]);
}
