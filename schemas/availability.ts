import { timestamp } from './common.ts';
import { event } from './event.ts';

const { eventId, capacity, registeredCount, availableSpots, waitlistCount, isFull, status } =
  event.properties;

/** The API answers how many seats of an event are left in this form. */
export const availability = {
  type: 'object',
  additionalProperties: false,
  properties: {
    eventId,
    capacity,
    registeredCount,
    availableSpots,
    waitlistCount,
    isFull,
    status,
    asOf: {
      ...timestamp,
      description: 'When the event was read. A 304 says that the numbers of an earlier answer are true now.',
    },
  },
  required: [
    'eventId',
    'capacity',
    'registeredCount',
    'availableSpots',
    'waitlistCount',
    'isFull',
    'status',
    'asOf',
  ],
} as const;
