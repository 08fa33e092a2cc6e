import { randomUUID } from 'node:crypto';
import { transact, type Write } from '../../../lib/dynamo/write.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { aSeatsItem, stored as storedAt } from '../../support/records/records.ts';

const stored = (eventId: string) => storedAt(seats.ref(eventId));

export type Fields = Partial<seats.Item>;
export type WriteOf = (item: seats.Item) => Write;

/** The write is made on an item with the fields of `before`, and changes only those of `changed`. */
export const changes = (
  name: string,
  write: WriteOf,
  cases: [sentence: string, before: Fields, changed: Fields][],
) =>
  describe(name, () => {
    test.each(cases)('%s', async (_sentence, before, changed) => {
      const item = await aSeatsItem(before);
      expect(await transact({ seats: write(item) })).toEqual({ kind: 'committed' });
      expect(await stored(item.eventId)).toEqual({ ...item, ...changed });
    });
  });

/** The write is refused on an item with these fields. The refusal returns the item, and nothing is changed. */
export const refuses = (name: string, write: WriteOf, cases: [sentence: string, before: Fields][]) =>
  describe(name, () => {
    test.each(cases)('%s', async (_sentence, before) => {
      const item = await aSeatsItem(before);
      const outcome = await transact({ seats: write(item) });
      expect(outcome).toEqual({
        kind: 'refused',
        refusals: { seats: { conditionFailed: true, conflicted: false, item } },
      });
      expect(await stored(item.eventId)).toEqual(item);
    });

    test('refuses an event that does not exist, and creates none', async () => {
      const eventId = randomUUID();
      const outcome = await transact({ seats: write({ ...(await aSeatsItem()), eventId }) });
      expect(outcome).toEqual({
        kind: 'refused',
        refusals: { seats: { conditionFailed: true, conflicted: false, item: undefined } },
      });
      expect(await stored(eventId)).toBeUndefined();
    });
  });

/** The write of somebody who saw the item with the fields of `before`. */
export const asSeenBefore =
  (write: WriteOf, before: Fields): WriteOf =>
  item =>
    write({ ...item, ...before });
/** An event whose seats are taken, and somebody waits. */
export const queue = { registeredCount: 2, waitlistCount: 1, lastTicket: 5, incarnation: 'same' };
