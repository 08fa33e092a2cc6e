import { randomUUID } from 'node:crypto';
import { queueSortKey, seatSortKey } from '../../../lib/domain/registrationSortKey.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import { at } from '../../support/records/records.ts';
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
  expect(await list(item.eventId)).toEqual([item]);
});

describe('promote', () => {
  test('gives somebody who waits a seat, which is sorted by the time of the promotion', async () => {
    const item = waiting(randomUUID(), 'ada', 1);
    await store(item);
    expect(await transact({ registration: registrations.promote(item, AT) })).toEqual({ kind: 'committed' });
    const promoted = {
      ...item,
      status: 'registered',
      promotedAt: AT,
      sortKey: seatSortKey(AT, item),
    };
    expect(await list(item.eventId)).toEqual([promoted]);
  });

  test('is refused for somebody who is already promoted, who left, or who joined the queue again', async () => {
    const [promoted, gone, again] = [1, 2, 3].map(ticket => waiting(randomUUID(), 'ada', ticket)) as [
      Item,
      Item,
      Item,
    ];
    await store({ ...promoted, status: 'registered' }, { ...again, sortKey: queueSortKey(4) });
    for (const item of [promoted, gone, again]) {
      expect(await transact({ registration: registrations.promote(item, AT) })).toMatchObject({
        kind: 'refused',
      });
    }
  });
});

describe('remove', () => {
  test('is refused when the registration has another status, and returns the registration', async () => {
    const item = waiting(randomUUID(), 'ada', 1);
    await store(item);
    const refused = await transact({
      registration: registrations.remove(item.eventId, 'ada', { status: 'registered' }),
    });
    expect(refused).toEqual({
      kind: 'refused',
      refusals: { registration: { conditionFailed: true, conflicted: false, item } },
    });
    expect(
      await transact({ registration: registrations.remove(item.eventId, 'ada', { status: 'waitlisted' }) }),
    ).toEqual({
      kind: 'committed',
    });
    expect(await list(item.eventId)).toEqual([]);
  });
});
