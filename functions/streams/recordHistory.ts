import { recordChange } from '../../lib/activity/recordHistory.ts';
import { streamConsumer } from '../../lib/handlers/streamConsumer.ts';
import type { RegistrationItem } from '../../lib/repositories/registrations.ts';

/** Reads the changes of Registrations. */
export const handler = streamConsumer<RegistrationItem>(() => recordChange);
