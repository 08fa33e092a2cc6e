import type { DynamoDBRecord } from 'aws-lambda';
import {
  deleteEvent,
  deleteUser,
  register,
  settleEvents,
  unregister,
  updateEvent,
} from '../api/operations.ts';
import type { Meanwhile } from '../packaging/caller.ts';
import { entriesOf } from '../records/notices.ts';
import { aUser, registeredUsers } from '../records/records.ts';
import { recordsOf } from '../records/streams.ts';
import {
  aCompletedEvent,
  aFullEvent,
  aFullEventOfRounds,
  anEventWithDistantQueue,
  anUnfilledEvent,
  raiseCapacity,
  reactivate,
  redate,
} from '../records/unfinished.ts';
import { leaves } from './story.ts';

/** Has the consumer handle a batch, which it must do whole. */
type Tell = (records: DynamoDBRecord[], ...meanwhile: Meanwhile[]) => Promise<void>;

/** For each consumer of a stream the changes that make it send every kind of call that it can. */
export const CONSUMER_STORIES: Record<string, (tell: Tell) => Promise<void>> = {
  async settleEvent(tell) {
    for (const meanwhile of [[], [settleEvents]]) {
      const { eventId, userIds } = await aFullEvent(36);
      await unregister(eventId, String(userIds.at(-1)));
      await tell(await recordsOf('seats', () => deleteEvent(eventId)), ...meanwhile);
    }
    const over = await aCompletedEvent();
    await tell(await recordsOf('seats', () => reactivate(over)));
    const { eventId, userIds } = await anUnfilledEvent(6, 3);
    const latecomer = await aUser();
    const records = await recordsOf('seats', () => register(eventId, latecomer));
    await tell(records, leaves(eventId, userIds[1]), leaves(eventId, userIds[0]));
    const dated = await aFullEvent(2);
    await tell(await recordsOf('seats', () => redate(dated.eventId)));
    const unfilled = await anUnfilledEvent(3, 2);
    await tell(await recordsOf('registrations', () => registeredUsers(unfilled.eventId, 1)));
    const held = await aFullEventOfRounds(3);
    await tell(await recordsOf('seats', () => raiseCapacity(held.eventId, 2)));
  },
  async removeDeletedUser(tell) {
    const alone = await aUser();
    await tell(await recordsOf('users', () => deleteUser(alone)));
    const [wanted, cancelled, gone] = [await aFullEvent(4), await aFullEvent(0), await aFullEvent(0)];
    const [seat = '', head = '', next = ''] = wanted.userIds;
    for (const { eventId } of [cancelled, gone]) await register(eventId, seat);
    await updateEvent(cancelled.eventId, { status: 'cancelled' });
    await tell(await recordsOf('users', () => deleteUser(head)));
    await deleteEvent(gone.eventId);
    await tell(await recordsOf('users', () => deleteUser(seat)), leaves(wanted.eventId, next), settleEvents);
    const [held, deleted] = [await anEventWithDistantQueue(), await aFullEvent(1)];
    await deleteEvent(deleted.eventId);
    for (const { userIds } of [held, deleted]) {
      await tell(await recordsOf('users', () => deleteUser(String(userIds[0]))));
    }
    const over = await aFullEvent(2);
    await updateEvent(over.eventId, { status: 'completed' });
    for (const userId of over.userIds) await tell(await recordsOf('users', () => deleteUser(userId)));
  },
  async recordHistory(tell) {
    const { eventId } = await aFullEvent(0);
    const happenings = async () => {
      const [seat = ''] = await registeredUsers(eventId, 3);
      await unregister(eventId, seat);
      await deleteEvent(eventId);
      await settleEvents();
    };
    await tell(await recordsOf('registrations', happenings));
    await tell(await recordsOf('registrations', aCompletedEvent));
  },
  async announceCancellation(tell) {
    const { eventId } = await anEventWithDistantQueue();
    const changes = async () => {
      await updateEvent(eventId, { status: 'cancelled' });
      await updateEvent(eventId, { status: 'active' });
      await deleteEvent(eventId);
    };
    await tell(await recordsOf('seats', changes));
  },
  async sendNotices(tell) {
    await tell(await entriesOf(() => aFullEvent(2)));
  },
};
