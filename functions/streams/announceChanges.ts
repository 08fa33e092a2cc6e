import { announceCancellation } from '../../lib/announcements.ts';
import type { SeatsItem } from '../../lib/repositories/seats.ts';
import { consumer } from '../../lib/stream.ts';

/** Reads the changes of Occupancy that leave an event cancelled. */
export const handler = consumer<SeatsItem>(() => announceCancellation);
