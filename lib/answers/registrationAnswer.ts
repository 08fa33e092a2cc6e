import type { FromSchema } from 'json-schema-to-ts';
import { registration } from '../../schemas/registration.ts';
import type * as registrations from '../repositories/registrations.ts';

/** A registration as the API answers it. */
export type Registration = FromSchema<typeof registration>;

/** `position` is the place in the queue now, for someone who waits. */
export const registrationAnswer = (item: registrations.Item, position: number | null): Registration => ({
  registrationId: item.registrationId,
  userId: item.userId,
  eventId: item.eventId,
  status: item.status,
  registeredAt: item.registeredAt,
  waitlistPosition: position,
  promotedAt: item.promotedAt,
  checkedInAt: item.checkedInAt ?? null,
});

/** The columns of a list of registrations. */
export const REGISTRATION_COLUMNS = registration.required;
