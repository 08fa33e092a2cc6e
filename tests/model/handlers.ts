import { handler as createEventHandler } from '../../functions/createEvent.ts';
import { handler as createUserHandler } from '../../functions/createUser.ts';
import { handler as deleteEventHandler } from '../../functions/deleteEvent.ts';
import { handler as deleteUserHandler } from '../../functions/deleteUser.ts';
import { handler as getEventHandler } from '../../functions/getEvent.ts';
import { handler as listEventRegistrationsHandler } from '../../functions/listEventRegistrations.ts';
import { handler as registerHandler } from '../../functions/registerForEvent.ts';
import { handler as removeDeletedUserHandler } from '../../functions/streams/removeDeletedUser.ts';
import { handler as settleEventHandler } from '../../functions/streams/settleEvent.ts';
import { handler as releaseStaleHoldsHandler } from '../../functions/tasks/releaseStaleHolds.ts';
import { handler as transferSeatHandler } from '../../functions/transferSeat.ts';
import { handler as unregisterHandler } from '../../functions/unregisterFromEvent.ts';
import { handler as updateEventHandler } from '../../functions/updateEvent.ts';
import { eventBody } from '../support/api/bodies.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';

/** No request of these tests takes longer. */
const timeoutMs = 20_000;

export const createEvent = (eventId: string, fields: object) =>
  invoke(createEventHandler, { method: 'POST', body: eventBody({ ...fields, eventId }), timeoutMs });

export const createUser = (userId: string) =>
  invoke(createUserHandler, { method: 'POST', body: { userId, name: 'Someone' }, timeoutMs });

export const updateEvent = (eventId: string, body: object) =>
  invoke(updateEventHandler, { method: 'PUT', path: { eventId }, body, timeoutMs });

export const deleteEvent = (eventId: string) =>
  invoke(deleteEventHandler, { method: 'DELETE', path: { eventId }, timeoutMs });

export const deleteUser = (userId: string) =>
  invoke(deleteUserHandler, { method: 'DELETE', path: { userId }, timeoutMs });

export const getEvent = (eventId: string) => invoke(getEventHandler, { path: { eventId }, timeoutMs });

export const listEventRegistrations = (eventId: string) =>
  invoke(listEventRegistrationsHandler, { path: { eventId }, timeoutMs });

export const register = (eventId: string, userId: string): Promise<Answer> =>
  invoke(registerHandler, { method: 'POST', path: { eventId }, body: { userId }, timeoutMs });

export const unregister = (eventId: string, userId: string): Promise<Answer> =>
  invoke(unregisterHandler, { method: 'DELETE', path: { eventId, userId }, timeoutMs });

export const transferSeat = (eventId: string, userId: string, to: string): Promise<Answer> =>
  invoke(transferSeatHandler, { method: 'POST', path: { eventId, userId }, body: { to }, timeoutMs });

export { releaseStaleHoldsHandler, removeDeletedUserHandler, settleEventHandler };
