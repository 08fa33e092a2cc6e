import { recordChange } from '../../lib/activity/recordHistory.ts';
import { streamConsumer } from '../../lib/handlers/streamConsumer.ts';
import type * as registrations from '../../lib/repositories/registrations.ts';

/** Reads the changes of Registrations. */
export const handler = streamConsumer<registrations.Item>(() => recordChange);
