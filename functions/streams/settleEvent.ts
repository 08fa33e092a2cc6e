import type { SeatsItem } from '../../lib/repositories/seats.ts';
import { unfinishedWork } from '../../lib/settling.ts';
import { consumer, once } from '../../lib/stream.ts';

/** Reads the changes of Seats. */
export const handler = consumer<SeatsItem>(() => once(({ after }) => unfinishedWork(after)));
