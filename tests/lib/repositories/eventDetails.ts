import { randomUUID } from 'node:crypto';
import { listKeysOf } from '../../../lib/domain/eventLists.ts';
import type * as events from '../../../lib/repositories/events.ts';

/** The item that people read about an event, which this does not store. */
export const eventDetails = (
  eventId: string = randomUUID(),
  date = '2027-05-01',
  status: 'active' | 'cancelled' = 'active',
): events.Item => ({
  eventId,
  title: 'A title',
  description: 'A description',
  location: 'A location',
  organizer: 'An organizer',
  createdAt: '2027-01-01T00:00:00.000Z',
  updatedAt: '2027-01-01T00:00:00.000Z',
  version: 1,
  entityTag: randomUUID(),
  ...listKeysOf({ eventId, date, status }),
});
