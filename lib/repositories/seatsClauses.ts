import { TABLES } from '../dynamo/client.ts';
import { updateItem } from '../dynamo/expressions.ts';
import type { Write } from '../dynamo/write.ts';
import type { Item } from './seats.ts';

/** These are the clauses of the conditions under which seats and counters of an event move. */
export const isActive = '#status = :active';
export const isThere = 'attribute_exists(#eventId) AND #status <> :deleted';
export const seatIsLeft = '#registeredCount < #capacity';
export const nobodyWaits = '#waitlistCount = :zero';
export const noSeatToTake = '#registeredCount >= #capacity OR #waitlistCount > :zero';
/** People may register at the time `:askedAt`, in milliseconds since 1970. */
export const isOpen = [
  'attribute_not_exists(#opensAt) OR #opensAt <= :askedAt',
  'attribute_not_exists(#closesAt) OR #closesAt > :askedAt',
];
/** Seats may be given up and handed on at the time `:askedAt`. */
export const mayGiveUpSeat = 'attribute_not_exists(#leaveUntil) OR #leaveUntil > :askedAt';

/** Nobody has come yet, not even somebody who left. */
export const isUntouched = [
  '#registeredCount = :zero',
  nobodyWaits,
  '#lastTicket = :zero',
  '#lastSeatHold = :zero',
  'attribute_not_exists(#hadPeople)',
];

export const constants = {
  active: 'active',
  completed: 'completed',
  deleted: 'deleted',
  zero: 0,
  one: 1,
};

/** Returns the clause that counts more or fewer registered people: one, or `count`. */
export const countRegistered = (sign: '+' | '-', count = ':one') =>
  `#registeredCount = #registeredCount ${sign} ${count}`;

/** Returns the clause that counts more or fewer waiting people: one, or `count`. */
export const countWaitlisted = (sign: '+' | '-', count = ':one') =>
  `#waitlistCount = #waitlistCount ${sign} ${count}`;

/** Returns the clause that counts more or fewer people who are checked in: one, or `count`. */
export const countCheckedIn = (sign: '+' | '-', count = ':one') =>
  `#checkedInCount = if_not_exists(#checkedInCount, :zero) ${sign} ${count}`;

/** Changes the item of an event while all of `when` holds. */
export const change = (eventId: string, set: string[], when: string[], values: object = {}): Write<Item> =>
  updateItem(TABLES.seats, { eventId }, { set, when, values: { ...constants, ...values } });

/** Returns the clauses that these fields are as they were seen. Their values come from `valuesSeen`. */
export const areAsSeen = (seen: Item, fields: readonly (keyof Item)[]): string[] =>
  fields.map(field =>
    seen[field] === undefined ? `attribute_not_exists(#${field})` : `#${field} = :${field}Seen`,
  );

export const valuesSeen = (seen: Item, fields: readonly (keyof Item)[]) =>
  Object.fromEntries(fields.map(field => [`${field}Seen`, seen[field]]));

/** The event is the one that was seen, and none that took its id since. */
export const isSame = '#incarnation = :incarnation';

/** The event asks the questions by which answers were checked. */
export const asks = (questionsVersion: number | undefined): string =>
  questionsVersion === undefined
    ? 'attribute_not_exists(#questionsVersion)'
    : '#questionsVersion = :questionsVersion';
