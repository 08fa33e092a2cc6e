import { type Ref, TABLES, type Write } from '../dynamo.ts';
import { type Item, putNew, updateItem } from '../expressions.ts';

/** What people read about an event. What decides about its seats is in the Seats table. */
export type EventDetails = {
  eventId: string;
  title: string;
  description: string;
  location: string;
  organizer: string;
  createdAt: string;
  updatedAt: string;
};

export const ref = (eventId: string): Ref<EventDetails> => ({ table: TABLES.events, key: { eventId } });

export const create = (details: EventDetails): Write => putNew(TABLES.events, details, 'eventId');

/** Sets the given fields and leaves the others. Refused when the event is not there. */
export const update = (eventId: string, fields: Partial<EventDetails>): Write => {
  const values: Item = fields;
  const set = Object.keys(values).map(field => `#${field} = :${field}`);
  return updateItem(TABLES.events, { eventId }, { set, when: ['attribute_exists(#eventId)'], values });
};

export const remove = (eventId: string): Write => ({
  Delete: { TableName: TABLES.events, Key: { eventId } },
});
