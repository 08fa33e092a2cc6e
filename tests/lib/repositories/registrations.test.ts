import { randomUUID } from 'node:crypto';
import { anonymousId } from '../../../lib/domain/anonymousId.ts';
import { queueSortKey, seatSortKey } from '../../../lib/domain/registrationSortKey.ts';
import { visit, wasVisited } from '../../../lib/domain/visited.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';

type Item = registrations.Item;

const AT = '2027-01-01T00:00:00.000Z';

const seated = (eventId: string, userId: string, registeredAt = AT): Item => ({
  eventId,
  userId,
  registrationId: randomUUID(),
  status: 'registered',
  registeredAt,
  promotedAt: null,
  sortKey: seatSortKey(registeredAt, { userId }),
});

const waiting = (eventId: string, userId: string, ticket: number): Item => ({
  ...seated(eventId, userId),
  status: 'waitlisted',
  sortKey: queueSortKey(ticket),
});

async function stored(...items: Item[]): Promise<void> {
  for (const item of items)
    expect(await transact({ writes: [registrations.create(item)] })).toEqual({ kind: 'committed' });
}

async function list(eventId: string, limit = 100, status?: Item['status'], ...before: Item[]) {
  const visited = before.reduce(visit, { seat: '', queue: '' });
  const rows = await registrationLists.listByEvent(eventId, status, limit, visited);
  return rows.filter(row => !wasVisited(row, visited)).slice(0, limit);
}

test('one person has one row for an event: a second one is refused, and the refusal carries the first', async () => {
  const item = seated(randomUUID(), 'ada');
  await stored(item);
  const outcome = await transact({ writes: [registrations.create(waiting(item.eventId, 'ada', 1))] });
  expect(outcome).toEqual({
    kind: 'refused',
    refusals: { writes: [{ conditionFailed: true, conflicted: false, item: item }] },
  });
  expect(await list(item.eventId)).toEqual([item]);
});

test('lists seats first by time, then the queue by ticket, whatever the order of writing', async () => {
  const eventId = randomUUID();
  const third = waiting(eventId, 'a', 9);
  const fourth = waiting(eventId, 'b', 10);
  const second = seated(eventId, 'c', '2027-01-01T00:00:00.002Z');
  const first = seated(eventId, 'd', '2027-01-01T00:00:00.001Z');
  await stored(fourth, third, second, first);
  expect(await list(eventId)).toEqual([first, second, third, fourth]);
  expect(await list(eventId, 100, 'registered')).toEqual([first, second]);
  expect(await list(eventId, 100, 'waitlisted')).toEqual([third, fourth]);
  expect(await list(eventId, 2, undefined, first)).toEqual([second, third]);
  expect(await list(eventId, 2, 'waitlisted', third)).toEqual([fourth]);
  expect(await list(eventId, 2, 'registered', first)).toEqual([second]);
});

test('pages do not skip the person whose id continues the last one', async () => {
  const eventId = randomUUID();
  const [short, long] = [seated(eventId, 'ada'), seated(eventId, 'ada-2')];
  await stored(short, long);
  expect(await list(eventId, 1, undefined, short)).toEqual([long]);
});

describe('someone who is promoted while the list is followed', () => {
  const later = (second: number) => `2027-01-01T00:00:0${second}.000Z`;
  const userIdsOf = async (eventId: string, ...visited: Item[]) =>
    (await list(eventId, 9, undefined, ...visited)).map(({ userId }) => userId);

  test('is still to come for a reader at the seats, though they registered before those who have one', async () => {
    const eventId = randomUUID();
    const [seat, waits] = [seated(eventId, 'seat', later(2)), waiting(eventId, 'waits', 1)];
    await stored(seat, waits);
    await transact({ writes: [registrations.promote(waits, later(3))] });
    expect(await userIdsOf(eventId, seat)).toEqual(['waits']);
  });

  test('comes once for a reader at the queue, whatever their times of registering', async () => {
    const eventId = randomUUID();
    const first = { ...waiting(eventId, 'first', 1), registeredAt: later(2) };
    const second = { ...waiting(eventId, 'second', 2), registeredAt: later(1) };
    const third = waiting(eventId, 'third', 3);
    await stored(first, second, third);
    for (const item of [first, second]) await transact({ writes: [registrations.promote(item, later(3))] });
    expect(await userIdsOf(eventId)).toEqual(['first', 'second', 'third']);
    expect(await userIdsOf(eventId, first)).toEqual(['second', 'third']);
    expect(await userIdsOf(eventId, first, second)).toEqual(['third']);
    expect(await list(eventId, 1, undefined, first)).toMatchObject([{ userId: 'second' }]);
  });
});

test('finds the front of the queue and each position in it', async () => {
  const eventId = randomUUID();
  const [first, second, third] = [
    waiting(eventId, 'c', 2),
    waiting(eventId, 'b', 30),
    waiting(eventId, 'a', 200),
  ];
  await stored(seated(eventId, 'd'), third, second, first);
  expect(await registrationLists.headOfQueue(eventId)).toEqual(first);
  expect(await registrationLists.frontOfQueue(eventId, 2)).toEqual([first, second]);
  expect(await Promise.all([first, second, third].map(registrationLists.positionOf))).toEqual([1, 2, 3]);
  expect(await registrationLists.headOfQueue(randomUUID())).toBeUndefined();
});

describe('promote', () => {
  test('gives someone who waits a seat, sorted by the time when they take it', async () => {
    const item = waiting(randomUUID(), 'ada', 1);
    await stored(item);
    expect(await transact({ writes: [registrations.promote(item, AT)] })).toEqual({ kind: 'committed' });
    const promoted = {
      ...item,
      status: 'registered',
      promotedAt: AT,
      sortKey: seatSortKey(AT, item),
    };
    expect(await list(item.eventId)).toEqual([promoted]);
  });

  test('is refused for someone who was promoted already, who left, or who queued again', async () => {
    const [promoted, gone, again] = [1, 2, 3].map(ticket => waiting(randomUUID(), 'ada', ticket)) as [
      Item,
      Item,
      Item,
    ];
    await stored({ ...promoted, status: 'registered' }, { ...again, sortKey: queueSortKey(4) });
    for (const item of [promoted, gone, again]) {
      expect(await transact({ writes: [registrations.promote(item, AT)] })).toMatchObject({
        kind: 'refused',
      });
    }
  });
});

describe('remove', () => {
  test('is refused when the person is not what was thought, and carries what they are', async () => {
    const item = waiting(randomUUID(), 'ada', 1);
    await stored(item);
    const refused = await transact({
      writes: [registrations.remove(item.eventId, 'ada', { status: 'registered' })],
    });
    expect(refused).toEqual({
      kind: 'refused',
      refusals: { writes: [{ conditionFailed: true, conflicted: false, item: item }] },
    });
    expect(
      await transact({ writes: [registrations.remove(item.eventId, 'ada', { status: 'waitlisted' })] }),
    ).toEqual({
      kind: 'committed',
    });
    expect(await list(item.eventId)).toEqual([]);
  });
});

test('finds the events that a person is registered for, and no others', async () => {
  const [first, second, userId] = [randomUUID(), randomUUID(), randomUUID()];
  await stored(seated(first, userId), waiting(second, userId, 1), seated(randomUUID(), randomUUID()));
  expect((await registrationLists.eventIdsByUser(userId)).sort()).toEqual([first, second].sort());
});

test.each([
  [1, [1, 1, 1, 1]],
  [2, [2, 2]],
  [3, [3, 1]],
  [9, [4]],
])('reads everybody at an event once, seats first, %i at a time', async (size, sizes) => {
  const eventId = randomUUID();
  const items = [
    seated(eventId, 'ada'),
    seated(eventId, 'ada-2'),
    waiting(eventId, 'b', 2),
    waiting(eventId, 'a', 10),
  ];
  await stored(...items.toReversed(), seated(randomUUID(), 'elsewhere'));
  const parts: Item[][] = [];
  for await (const part of registrationLists.allOfEvent(eventId, size)) parts.push(part);
  expect(parts.flat()).toEqual(items);
  expect(parts.map(({ length }) => length)).toEqual(sizes);
});

test('reads nobody at an event without registrations', async () => {
  expect(await registrationLists.allOfEvent(randomUUID(), 5).next()).toEqual({
    done: true,
    value: undefined,
  });
});

test('someone whose place in the queue was read before they left it has a position from 1 all the same', async () => {
  expect(await registrationLists.positionOf(waiting(randomUUID(), 'ada', 3))).toBe(1);
});

test('people who were deleted are passed over at the front of the queue, however many they are', async () => {
  const eventId = randomUUID();
  const gone = Array.from({ length: 5 }, (_, n) => waiting(eventId, anonymousId(randomUUID()), n + 1));
  const [first, second] = [waiting(eventId, 'ada', 6), waiting(eventId, 'ben', 8)];
  const between = waiting(eventId, anonymousId(randomUUID()), 7);
  await stored(...gone, first, between, second);
  expect(await registrationLists.headOfQueue(eventId)).toEqual(first);
  expect(await registrationLists.frontOfQueue(eventId, 2)).toEqual([first, second]);
  expect(await registrationLists.frontOfQueue(eventId, 9)).toEqual([first, second]);
});
