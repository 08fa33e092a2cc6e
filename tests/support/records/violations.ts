import { audit } from '../../../lib/maintenance/audit.ts';
import type { Violation } from '../../../lib/maintenance/violations.ts';

/** Returns the violations of an event at rest. */
export async function violationsOf(eventId: string): Promise<Violation[]> {
  const { violations, restless } = await audit(eventId);
  if (restless.length > 0) throw new Error(`Event ${eventId} changed during each check`);
  return violations;
}
