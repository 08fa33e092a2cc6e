import { TABLES } from '../dynamo/client.ts';
import { updateItem } from '../dynamo/expressions.ts';
import type { Write } from '../dynamo/write.ts';
import type * as registrations from './registrations.ts';
import type * as seats from './seats.ts';
import { change, checkedIn, isActive, isThere } from './seats.ts';

/** Counts someone who is checked in, at an active event only. */
export const count = (eventId: string): Write<seats.Item> => change(eventId, [checkedIn('+')], [isActive]);

/** Counts someone off whose check-in is undone. */
export const countOff = (eventId: string): Write<seats.Item> => change(eventId, [checkedIn('-')], [isThere]);

/** The person has left and come again when it is another one. */
const isSame = '#registrationId = :registrationId';

/** Says on a registration when its person was checked in. Refused without a seat, and when they are checked in. */
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

/** Refused when the person is not checked in. */
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
