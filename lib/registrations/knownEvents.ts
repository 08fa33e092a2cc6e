import type * as seats from '../repositories/seats.ts';

/** A process that serves more events than this forgets the one that it has not met for the longest time. */
const MAX_KNOWN = 1000;

const known = new Map<string, seats.Known>();

/** Returns the event as this process met it last. It may have been edited since, which a condition has to check. */
export const knownEvent = (eventId: string): seats.Known | undefined => known.get(eventId);

/** Remembers an event as it was just read. Speed: without this, a registration reads it first. */
export function rememberEvent(event: seats.Known): void {
  const { eventId, incarnation, date, lanes, funnels, questionsVersion } = event;
  known.delete(eventId);
  const asks = questionsVersion !== undefined && { questionsVersion };
  known.set(eventId, { eventId, incarnation, date, lanes, ...(funnels && { funnels }), ...asks });
  const [oldest] = known.keys();
  if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
}

/** Returns whether an event is still as it was known. */
export const isAsKnown = (event: seats.Known, before: seats.Known): boolean =>
  event.incarnation === before.incarnation &&
  event.date === before.date &&
  event.questionsVersion === before.questionsVersion;
