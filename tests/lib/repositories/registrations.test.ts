import { randomUUID } from 'node:crypto';
import { seatPart } from '../../../lib/domain/places.ts';
import { queueSortKey, seatSortKey } from '../../../lib/domain/registrationSortKey.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import { placeOf } from '../../../lib/repositories/places.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import { at, stored } from '../../support/records/records.ts';
import { promotePeople } from '../../support/records/storedPeople.ts';
import { list, seated, store, waiting } from './storedRegistrations.ts';

type Item = registrations.Item;

const AT = at(1);

test('create refuses a second registration of a person for an event, and returns the first', async () => {
  const item = seated(randomUUID(), 'ada');
  await store(item);
  const outcome = await transact({ registration: registrations.create(waiting(item.eventId, 'ada', 1)) });
  expect(outcome).toEqual({
    kind: 'refused',
    refusals: { registration: { conditionFailed: true, conflicted: false, item } },
  });
  expect(await list(item.eventId)).toEqual([placeOf(item)]);
});

describe('promote', () => {
  test('gives somebody who waits a seat, which is sorted by the time of the promotion', async () => {
    const item = waiting(randomUUID(), 'ada', 1);
    await store(item);
    await promotePeople(AT, [item]);
    const promoted: Item = {
      ...item,
      status: 'registered',
      promotedAt: AT,
      part: seatPart(item.eventId, 0),
      sortKey: seatSortKey(AT, item),
    };
    expect(await stored(registrations.ref(item.eventId, 'ada'))).toEqual(promoted);
    expect(await list(item.eventId)).toEqual([placeOf(promoted)]);
  });

  test('is refused for somebody who is already promoted, who left, or who joined the queue again', async () => {
    const [promoted, gone, again] = [1, 2, 3].map(ticket => waiting(randomUUID(), 'ada', ticket)) as [
      Item,
      Item,
      Item,
    ];
    const seat = { part: seatPart(promoted.eventId, 0), sortKey: seatSortKey(AT, promoted) };
    await store({ ...promoted, ...seat, status: 'registered' }, { ...again, sortKey: queueSortKey(4) });
    for (const item of [promoted, gone, again]) {
      expect(
        await transact({
          registration: registrations.promote(item, { ...item, status: 'registered', promotedAt: AT }),
        }),
      ).toMatchObject({
        kind: 'refused',
      });
    }
  });
});

describe('remove', () => {
  test.each<[string, Partial<Item>]>([
    ['another id, since the person left and came again', { registrationId: randomUUID() }],
    ['another place, since the person was promoted', { sortKey: queueSortKey(2) }],
    ['a check-in', { checkedInAt: AT }],
  ])('is refused when the registration has %s, and returns the registration', async (_what, fields) => {
    const seen = waiting(randomUUID(), 'ada', 1);
    const item = { ...seen, ...fields };
    await store(item);
    const refused = await transact({ registration: registrations.remove(seen) });
    expect(refused).toEqual({
      kind: 'refused',
      refusals: { registration: { conditionFailed: true, conflicted: false, item } },
    });
    expect(await transact({ registration: registrations.remove(item) })).toEqual({ kind: 'committed' });
    expect(await stored(registrations.ref(item.eventId, 'ada'))).toBeUndefined();
  });
});

describe('setDate', () => {
  test('sorts a registration by another date', async () => {
    const item = seated(randomUUID(), 'ada');
    await store(item);
    const dateEventId = `2028-02-29#${item.eventId}`;
    expect(await transact({ registration: registrations.setDate(item, dateEventId) })).toEqual({
      kind: 'committed',
    });
    expect(await stored(registrations.ref(item.eventId, 'ada'))).toEqual({ ...item, dateEventId });
  });

  test('is refused for somebody who left, and creates nothing', async () => {
    const item = seated(randomUUID(), 'ada');
    expect(await transact({ registration: registrations.setDate(item, 'x') })).toMatchObject({
      kind: 'refused',
    });
    expect(await stored(registrations.ref(item.eventId, 'ada'))).toBeUndefined();
  });
});
