import { eventBody } from '../api/bodies.ts';
import { deleteEvent, recordHistory } from '../api/operations.ts';
import { cancelledFor } from '../packaging/caller.ts';
import { anEvent } from '../records/records.ts';
import {
  aCompletedEvent,
  aFullEvent,
  aFullEventOfRounds,
  aHalfDeletedEvent,
  anEventWithDistantQueue,
  anUnfilledEvent,
} from '../records/unfinished.ts';
import { ifMatch, joins, keyed, leaves, nothing, nowhere, type Story } from './story.ts';

export const eventStories = {
  async createEvent(tell) {
    const body = eventBody();
    await tell(201, { body });
    await tell(409, { body });
    await tell(409, { body: { ...body, eventId: (await aHalfDeletedEvent()).eventId } });
    const again = { ...keyed(), body: eventBody() };
    await tell(201, again);
    await tell(201, again);
    await tell(201, again, cancelledFor('ConditionalCheckFailed', 'None', 'TransactionConflict'));
    await tell(422, { ...again, body });
  },
  async listEvents(tell) {
    await anEvent();
    await tell(200, {});
    await tell(200, { query: { status: 'active', limit: '1' } });
    await tell(200, { query: { series: await anEvent() } });
  },
  async copyEvent(tell) {
    const path = { eventId: await anEvent() };
    const body = { dates: ['2030-01-01', '2030-01-02'] };
    await tell(201, { path, body });
    await tell(404, { path: nowhere, body });
    const again = { ...keyed(), path, body };
    await tell(201, again);
    await tell(201, again);
    await tell(422, { ...again, body: { dates: ['2030-01-01'] } });
    await tell(201, { ...keyed(), path, body }, cancelledFor('TransactionConflict'));
  },
  async getEvent(tell) {
    await tell(200, { path: { eventId: await anEvent() } });
    await tell(404, { path: nowhere });
    await tell(404, { path: { eventId: (await aHalfDeletedEvent()).eventId } });
  },
  async getEventAvailability(tell) {
    await tell(200, { path: { eventId: await anEvent() } });
    await tell(304, { path: { eventId: await anEvent() }, headers: { 'if-none-match': '*' } });
    await tell(404, { path: nowhere });
    await tell(404, { path: { eventId: (await aHalfDeletedEvent()).eventId } });
  },
  async updateEvent(tell) {
    const { eventId, userIds } = await aFullEvent(5);
    const path = { eventId };
    for (const body of [{}, { title: 'New' }, { date: '2030-01-01' }]) await tell(200, { path, body });
    await tell(200, { path, ...ifMatch('*'), body: { title: 'Newer' } });
    await tell(412, { path, ...ifMatch('"other"'), body: { title: 'Newest' } });
    const race = [leaves(eventId, userIds[1]), leaves(eventId, userIds[2]), joins(eventId)];
    await tell(200, { path, body: { capacity: 3 } }, ...race);
    await tell(409, { path, body: { capacity: 1 } });
    await tell(200, { path, body: { status: 'cancelled' } });
    await tell(404, { path: nowhere, body: { capacity: 5 } });
    await tell(404, { path: { eventId: (await aHalfDeletedEvent()).eventId }, body: { capacity: 5 } });
    const over = await aCompletedEvent();
    await tell(200, { path: { eventId: over }, body: { status: 'active' } });
    const crowd = await anUnfilledEvent(101, 2);
    const promotion = leaves(crowd.eventId, crowd.userIds[100]);
    await tell(200, { path: { eventId: crowd.eventId }, body: { capacity: 101 } }, nothing, promotion);
    const held = await anEventWithDistantQueue();
    await tell(200, { path: { eventId: held.eventId }, body: { capacity: 5 } });
    const unswept = await aFullEventOfRounds(3);
    await tell(200, { path: { eventId: unswept.eventId }, body: { capacity: 2 } });
  },
  async deleteEvent(tell) {
    await tell(204, { path: { eventId: await anEvent() } });
    for (const tags of ['"other"', '"one", "another"']) {
      await tell(412, { path: { eventId: await anEvent() }, ...ifMatch(tags) });
    }
    const { eventId, userIds } = await aFullEvent(3);
    await tell(204, { path: { eventId } }, leaves(eventId, userIds[0]));
    await tell(404, { path: { eventId } });
    await tell(404, { path: nowhere });
    await tell(404, { path: { eventId: (await aHalfDeletedEvent()).eventId } });
    const path = { eventId: (await aFullEvent(2)).eventId };
    await tell(404, { path }, () => deleteEvent(path.eventId));
  },
  async getEventCalendar(tell) {
    await tell(200, { path: { eventId: await anEvent() } });
    await tell(404, { path: nowhere });
  },
  async listEventHistory(tell) {
    const path = { eventId: (await aFullEvent(2)).eventId };
    await tell(200, { path });
    await recordHistory();
    await tell(200, { path });
    await tell(404, { path: nowhere });
  },
} satisfies Record<string, Story>;
