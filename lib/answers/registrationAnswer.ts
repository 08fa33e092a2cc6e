import type { FromSchema } from 'json-schema-to-ts';
import type { registration } from '../../schemas/registration.ts';
import type { Answers } from '../domain/questions.ts';
import type * as places from '../repositories/places.ts';

/** A registration as the API answers it. */
export type Registration = FromSchema<typeof registration>;

/**
 * Returns a registration as the API answers it, without what the person answered to questions. `position` is the current
 * position of someone who waits, and null for a seat.
 */
export const registrationAnswer = (item: places.Item, position: number | null): Registration => ({
  registrationId: item.registrationId,
  userId: item.userId,
  eventId: item.eventId,
  status: item.status,
  registeredAt: item.registeredAt,
  waitlistPosition: position,
  promotedAt: item.promotedAt,
  checkedInAt: item.checkedInAt ?? null,
});

/** Returns a registration with what the person answered, which only they and organisers are told. */
export const registrationWithAnswers = (item: places.Item, position: number | null): Registration => ({
  ...registrationAnswer(item, position),
  ...(item.answers !== undefined && { answers: JSON.parse(item.answers) as Answers }),
});
