const REMEMBERED_MS = 2000;
const crowds = new Set<string>();

/** Returns whether this process met a crowd at the event a moment ago. Only speed depends on it. */
export const remembersCrowd = (eventId: string): boolean => crowds.has(eventId);

/**
 * Remembers a crowd for a moment. Speed: requests at this event begin with a hold meanwhile, since a transaction would
 * be refused.
 */
export function rememberCrowd(eventId: string): void {
  if (crowds.has(eventId)) return;
  crowds.add(eventId);
  setTimeout(() => crowds.delete(eventId), REMEMBERED_MS).unref();
}
