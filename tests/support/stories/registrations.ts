import { checkIn, register, updateEvent } from '../api/operations.ts';
import { cancelledFor } from '../packaging/caller.ts';
import { ANSWERS, anAskingEvent, answer } from '../records/questions.ts';
import { anEvent, aUser } from '../records/records.ts';
import { holdEarlier } from '../records/rounds.ts';
import {
  aFullEvent,
  aHalfDeletedEvent,
  anEventWithDistantQueue,
  anUnfilledEvent,
} from '../records/unfinished.ts';
import { conflict, joins, keyed, leaves, nobody, nothing, nowhere, type Story } from './story.ts';

export const registrationStories = {
  async registerForEvent(tell) {
    const userId = await aUser();
    const open = { path: { eventId: await anEvent() }, body: { userId } };
    await tell(201, open);
    await tell(409, open);
    await tell(404, { ...open, body: nobody });
    await tell(404, { ...open, path: nowhere });
    for (const fields of [{ hasWaitlist: false }, { status: 'cancelled' }]) {
      const { eventId } = await aFullEvent(1);
      await updateEvent(eventId, fields);
      await tell(409, { ...open, path: { eventId } });
    }
    await tell(404, { ...open, path: { eventId: (await aHalfDeletedEvent()).eventId } });
    const full = { ...open, path: { eventId: (await aFullEvent(1)).eventId } };
    const another = joins(full.path.eventId);
    await tell(201, full, another);
    await tell(409, full);
    const unfilled = await anUnfilledEvent(4, 3);
    const promotion = leaves(unfilled.eventId, unfilled.userIds[0]);
    await tell(201, { ...open, path: { eventId: unfilled.eventId } }, promotion);
    const asking = { path: { eventId: await anAskingEvent() }, body: { userId } };
    await tell(422, asking);
    await tell(201, { ...asking, body: { userId, answers: ANSWERS } });
    const again = { ...keyed(), path: { eventId: await anEvent() }, body: { userId } };
    const unseen = cancelledFor('None', 'None', 'ConditionalCheckFailed', 'None', 'TransactionConflict');
    for (const meanwhile of [nothing, nothing, unseen, conflict]) await tell(201, again, meanwhile);
    await tell(409, { ...again, headers: {} });
    await tell(404, { ...again, headers: {}, body: nobody });
    const [eventId, latecomer] = [await anEvent(), await aUser()];
    await tell(201, { path: { eventId }, body: { userId } }, conflict, nothing);
    const overtaken = { path: { eventId }, body: { userId: latecomer } };
    await tell(409, overtaken, () => register(eventId, latecomer));
    const [crowded, returning] = [await anEvent(), await aUser()];
    await holdEarlier(crowded, returning);
    await tell(201, { path: { eventId: crowded }, body: { userId: returning } });
    const inQueue = (await aFullEvent(1)).eventId;
    const late = { path: { eventId: inQueue }, body: { userId: latecomer } };
    await tell(409, late, conflict, () => register(inQueue, latecomer));
  },
  async unregisterFromEvent(tell) {
    const { eventId, userIds } = await aFullEvent(6);
    const [first = '', second, third, fourth = '', fifth = '', sixth = ''] = userIds;
    const race = [leaves(eventId, second), leaves(eventId, third), nothing];
    await tell(200, { path: { eventId, userId: first } }, ...race);
    await tell(200, { path: { eventId, userId: sixth } }, conflict);
    for (const userId of [fifth, fourth]) await tell(200, { path: { eventId, userId } });
    await tell(404, { path: { eventId, userId: first } });
    await tell(404, { path: { eventId, ...nobody } });
    await tell(404, { path: { ...nowhere, userId: first } });
    const held = await anEventWithDistantQueue();
    await tell(200, { path: { eventId: held.eventId, userId: String(held.userIds[0]) } });
    const { eventId: door, userIds: guests } = await aFullEvent(1);
    await checkIn(door, String(guests[0]));
    await tell(409, { path: { eventId: door, userId: String(guests[0]) } });
    const closed = await aFullEvent(2);
    await updateEvent(closed.eventId, { status: 'cancelled' });
    for (const userId of closed.userIds) await tell(200, { path: { eventId: closed.eventId, userId } });
    const gone = await aHalfDeletedEvent();
    for (const userId of gone.userIds) await tell(404, { path: { eventId: gone.eventId, userId } });
  },
  async transferSeat(tell) {
    const { eventId, userIds } = await aFullEvent(3);
    const [seat = '', waits = '', also = ''] = userIds;
    const [to, other] = [await aUser(), await aUser()];
    const path = { eventId, userId: seat };
    const before = ['None', 'None', 'ConditionalCheckFailed', 'None', 'None', 'None'] as const;
    const unseen = cancelledFor(...before, 'TransactionConflict');
    const again = { ...keyed(), path, body: { to } };
    await tell(200, again, unseen);
    await tell(200, again);
    for (const holder of [waits, also])
      await tell(409, { path: { eventId, userId: to }, body: { to: holder } });
    await tell(409, { path: { eventId, userId: waits }, body: { to: other } });
    await tell(200, { path: { eventId, userId: to }, body: { to: other } }, conflict);
    await tell(404, { path: { eventId, userId: other }, body: { to: nobody.userId } });
    for (const missing of [nobody, nowhere]) await tell(404, { path: { ...path, ...missing }, body: { to } });
    await tell(404, { path, body: { to } });
  },
  async checkIn(tell) {
    const { eventId, userIds } = await aFullEvent(2);
    const [seat = '', waits = ''] = userIds;
    const path = { eventId, userId: seat };
    await tell(200, { path });
    await tell(200, { path });
    const again = { ...keyed(), path };
    await tell(200, again);
    await tell(200, again);
    const unseen = cancelledFor('None', 'ConditionalCheckFailed', 'None', 'TransactionConflict');
    const twins = { ...keyed(), path: { eventId: await anEvent(), userId: seat } };
    await register(twins.path.eventId, seat);
    await tell(200, twins, unseen);
    await tell(409, { path: { eventId, userId: waits } });
    await tell(404, { path: { eventId, userId: await aUser() } });
    for (const missing of [nobody, nowhere]) await tell(404, { path: { ...path, ...missing } });
    const overtaken = { eventId: await anEvent(), userId: waits };
    await register(overtaken.eventId, waits);
    await tell(404, { path: overtaken }, leaves(overtaken.eventId, waits));
  },
  async undoCheckIn(tell) {
    const { eventId, userIds } = await aFullEvent(2);
    const [seat = '', waits = ''] = userIds;
    await checkIn(eventId, seat);
    for (const userId of [seat, seat, waits]) await tell(200, { path: { eventId, userId } });
    await tell(404, { path: { eventId, userId: await aUser() } });
    for (const missing of [nobody, nowhere]) await tell(404, { path: { eventId, userId: seat, ...missing } });
  },
  async listEventRegistrations(tell) {
    const path = { eventId: (await aFullEvent(2)).eventId };
    await tell(200, { path });
    for (const status of ['registered', 'waitlisted']) await tell(200, { path, query: { status } });
    await tell(404, { path: nowhere });
    const asking = { eventId: await anAskingEvent() };
    await answer(asking.eventId, await aUser(), ANSWERS);
    await tell(200, { path: asking, query: { include: 'user', format: 'csv' } });
  },
  async listUserRegistrations(tell) {
    const { userIds } = await aFullEvent(2);
    for (const userId of [await aUser(), ...userIds]) await tell(200, { path: { userId } });
    await tell(404, { path: nobody });
  },
} satisfies Record<string, Story>;
