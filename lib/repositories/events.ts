import { type Ref, scanAll, TABLES, type Write } from '../dynamo.ts';
import { checkItem, putNew, updateItem } from '../expressions.ts';

/** What people read about an event. What decides about its seats is in the Seats table. */
export type EventDetails = {
  eventId: string;
  title: string;
  description: string;
  location: string;
  organizer: string;
  createdAt: string;
  updatedAt: string;
  /** Another one after each edit. */
  version: string;
};

export const ref = (eventId: string): Ref<EventDetails> => ({ table: TABLES.events, key: { eventId } });

export const create = (details: EventDetails): Write => putNew(TABLES.events, details, 'eventId');

/** Sets the given fields and leaves the others. Refused when the event is not there, or has another version by now. */
export const update = (eventId: string, fields: Partial<EventDetails>, seenVersion: string): Write =>
  updateItem(
    TABLES.events,
    { eventId },
    {
      set: Object.keys(fields).map(field => `#${field} = :${field}`),
      when: ['#version = :seenVersion'],
      values: { ...fields, seenVersion },
    },
  );

/** Refuses the transaction when the event has another version by now. */
export const isStill = (eventId: string, seenVersion: string): Write =>
  checkItem(TABLES.events, { eventId }, ['#version = :seenVersion'], { seenVersion });

export const remove = (eventId: string): Write => ({
  Delete: { TableName: TABLES.events, Key: { eventId } },
});

/** The ids of all events, `size` at a time. */
export async function* allIds(size: number): AsyncGenerator<string[]> {
  for await (const found of scanAll<EventDetails>(TABLES.events, size))
    yield found.map(({ eventId }) => eventId);
}
