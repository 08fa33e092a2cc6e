import type { RegistrationItem } from '../../lib/repositories/registrations.ts';
import type { SeatsItem } from '../../lib/repositories/seats.ts';
import { unfinishedWork } from '../../lib/settling.ts';
import { consumer, once } from '../../lib/stream.ts';

/** Reads the changes of Occupancy, and who comes to a queue or becomes anonymous. */
export const handler = consumer<SeatsItem | RegistrationItem>(() => once(unfinishedWork));
