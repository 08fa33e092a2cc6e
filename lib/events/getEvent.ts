import { type TaggedEvent, taggedAnswer } from '../answers/eventAnswer.ts';
import { loadEvent } from '../answers/storedEvent.ts';

/**
 * Reads an event.
 * @throws ApiError EVENT_NOT_FOUND
 */
export const getEvent = async (eventId: string): Promise<TaggedEvent> =>
  taggedAnswer(await loadEvent(eventId));
