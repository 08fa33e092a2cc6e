import { announceCancellation } from '../../lib/activity/announceCancellation.ts';
import { streamConsumer } from '../../lib/handlers/streamConsumer.ts';
import type * as seats from '../../lib/repositories/seats.ts';

/** Reads the changes of Seats that leave an event cancelled. */
export const handler = streamConsumer<seats.Item>(() => announceCancellation);
