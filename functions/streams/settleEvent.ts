import { worksAfterChange } from '../../lib/events/settleEvent.ts';
import { once, streamConsumer } from '../../lib/handlers/streamConsumer.ts';
import type * as registrations from '../../lib/repositories/registrations.ts';
import type * as seats from '../../lib/repositories/seats.ts';

/** Reads the changes of Seats, and of Registrations those of people who come to a queue or become anonymous. */
export const handler = streamConsumer<seats.Item | registrations.Item>(() => once(worksAfterChange));
