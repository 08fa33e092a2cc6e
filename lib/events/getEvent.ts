import { type TaggedEvent, taggedAnswer } from '../answers/eventAnswer.ts';
import { loadVisibleEvent } from '../answers/visibleEvent.ts';
import type { FindSight } from '../domain/drafts.ts';

/**
 * Reads an event.
 * @throws ApiError EVENT_NOT_FOUND
 */
export const getEvent = async (eventId: string, findSight: FindSight): Promise<TaggedEvent> =>
  taggedAnswer(await loadVisibleEvent(eventId, findSight));
