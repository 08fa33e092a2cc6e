import { announceDetailsChange, announceSeatsChange } from '../../lib/announcements.ts';
import type { EventDetails } from '../../lib/repositories/events.ts';
import type { SeatsItem } from '../../lib/repositories/seats.ts';
import { consumer, type ItemChange } from '../../lib/stream.ts';

const isOfSeats = (change: ItemChange<EventDetails | SeatsItem>): change is ItemChange<SeatsItem> =>
  change.after !== undefined && 'capacity' in change.after;

/** Reads the changes of Events and of Seats. */
export const handler = consumer<EventDetails | SeatsItem>(
  () => change =>
    isOfSeats(change)
      ? announceSeatsChange(change)
      : announceDetailsChange(change as ItemChange<EventDetails>),
);
