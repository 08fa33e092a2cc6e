import { recordChange } from '../../lib/history.ts';
import type { RegistrationItem } from '../../lib/repositories/registrations.ts';
import { consumer } from '../../lib/stream.ts';

/** Reads the changes of Registrations. */
export const handler = consumer<RegistrationItem>(() => recordChange);
