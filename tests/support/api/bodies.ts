import { randomUUID } from 'node:crypto';

/** A body for POST /events that keeps every rule. */
export const eventBody = (fields: object = {}) => ({
  eventId: randomUUID(),
  title: 'TypeScript evening',
  description: 'Talks and pizza.',
  date: '2027-05-01',
  location: 'Town hall',
  organizer: 'The user group',
  capacity: 2,
  hasWaitlist: true,
  ...fields,
});
