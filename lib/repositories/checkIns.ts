import { TABLES } from '../dynamo/client.ts';
import { updateItem } from '../dynamo/expressions.ts';
import type { Write } from '../dynamo/write.ts';
import type * as registrations from './registrations.ts';
import type * as seats from './seats.ts';
import { change, checkedIn, isActive, isThere } from './seats.ts';

/** Counts a check-in, at an active event only. */
export const count = (eventId: string): Write<seats.Item> => change(eventId, [checkedIn('+')], [isActive]);

/** Uncounts a check-in. */
export const countOff = (eventId: string): Write<seats.Item> => change(eventId, [checkedIn('-')], [isThere]);

/** The registration has another id when the person left and registered again. */
const isSame = '#registrationId = :registrationId';

/** Marks a registration as checked in. It is refused without a seat, and when it is checked in already. */
export const mark = (
  { eventId, userId, registrationId }: registrations.Item,
  checkedInAt: string,
): Write<registrations.Item> =>
  updateItem(
    TABLES.registrations,
    { eventId, userId },
    {
      set: ['#checkedInAt = :checkedInAt'],
      when: [isSame, '#status = :registered', 'attribute_not_exists(#checkedInAt)'],
      values: { registrationId, checkedInAt, registered: 'registered' },
    },
  );

/** Takes a check-in off a registration. It is refused when the person is not checked in. */
export const unmark = ({ eventId, userId, registrationId }: registrations.Item): Write<registrations.Item> =>
  updateItem(
    TABLES.registrations,
    { eventId, userId },
    {
      remove: ['#checkedInAt'],
      when: [isSame, 'attribute_exists(#checkedInAt)'],
      values: { registrationId },
    },
  );
