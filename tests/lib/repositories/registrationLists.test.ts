import { randomUUID } from 'node:crypto';
import { anonymousId } from '../../../lib/domain/anonymousId.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import { at } from '../../support/records/records.ts';
import { list, seated, store, waiting } from './storedRegistrations.ts';

type Item = registrations.Item;

test('the list has the seats by time and then the queue by ticket, whatever the order of writing', async () => {
  const eventId = randomUUID();
  const third = waiting(eventId, 'a', 9);
  const fourth = waiting(eventId, 'b', 10);
  const second = seated(eventId, 'c', at(2));
  const first = seated(eventId, 'd', at(1));
  await store(fourth, third, second, first);
  expect(await list(eventId)).toEqual([first, second, third, fourth]);
  expect(await list(eventId, 100, 'registered')).toEqual([first, second]);
  expect(await list(eventId, 100, 'waitlisted')).toEqual([third, fourth]);
  expect(await list(eventId, 2, undefined, first)).toEqual([second, third]);
  expect(await list(eventId, 2, 'waitlisted', third)).toEqual([fourth]);
  expect(await list(eventId, 2, 'registered', first)).toEqual([second]);
});

test('a page does not skip a person whose id begins with the last id of the page before', async () => {
  const eventId = randomUUID();
  const [short, long] = [seated(eventId, 'ada'), seated(eventId, 'ada-2')];
  await store(short, long);
  expect(await list(eventId, 1, undefined, short)).toEqual([long]);
});

describe('somebody who is promoted while the list is read', () => {
  const userIdsOf = async (eventId: string, ...visited: Item[]) =>
    (await list(eventId, 9, undefined, ...visited)).map(({ userId }) => userId);

  test('is still to come for a reader of the seats, though they registered before people with a seat', async () => {
    const eventId = randomUUID();
    const [seat, waits] = [seated(eventId, 'seat', at(2)), waiting(eventId, 'waits', 1)];
    await store(seat, waits);
    await transact({ registration: registrations.promote(waits, at(3)) });
    expect(await userIdsOf(eventId, seat)).toEqual(['waits']);
  });

  test('comes once for a reader of the queue, whatever the times of registering', async () => {
    const eventId = randomUUID();
    const first = { ...waiting(eventId, 'first', 1), registeredAt: at(2) };
    const second = { ...waiting(eventId, 'second', 2), registeredAt: at(1) };
    const third = waiting(eventId, 'third', 3);
    await store(first, second, third);
    for (const item of [first, second]) await transact({ registration: registrations.promote(item, at(3)) });
    expect(await userIdsOf(eventId)).toEqual(['first', 'second', 'third']);
    expect(await userIdsOf(eventId, first)).toEqual(['second', 'third']);
    expect(await userIdsOf(eventId, first, second)).toEqual(['third']);
    expect(await list(eventId, 1, undefined, first)).toMatchObject([{ userId: 'second' }]);
  });
});

test('the front of the queue and each position in it are found', async () => {
  const eventId = randomUUID();
  const [first, second, third] = [
    waiting(eventId, 'c', 2),
    waiting(eventId, 'b', 30),
    waiting(eventId, 'a', 200),
  ];
  await store(seated(eventId, 'd'), third, second, first);
  expect(await registrationLists.headOfQueue(eventId)).toEqual(first);
  expect(await registrationLists.frontOfQueue(eventId, 2)).toEqual([first, second]);
  expect(await Promise.all([first, second, third].map(registrationLists.positionOf))).toEqual([1, 2, 3]);
  expect(await registrationLists.headOfQueue(randomUUID())).toBeUndefined();
});

test('eventIdsByUser returns the events that a person is registered for, and no others', async () => {
  const [first, second, userId] = [randomUUID(), randomUUID(), randomUUID()];
  await store(seated(first, userId), waiting(second, userId, 1), seated(randomUUID(), randomUUID()));
  expect((await registrationLists.eventIdsByUser(userId)).sort()).toEqual([first, second].sort());
});

test.each([
  [1, [1, 1, 1, 1]],
  [2, [2, 2]],
  [3, [3, 1]],
  [9, [4]],
])('allOfEvent reads everybody at an event once, seats first, %i at a time', async (size, sizes) => {
  const eventId = randomUUID();
  const items = [
    seated(eventId, 'ada'),
    seated(eventId, 'ada-2'),
    waiting(eventId, 'b', 2),
    waiting(eventId, 'a', 10),
  ];
  await store(...items.toReversed(), seated(randomUUID(), 'elsewhere'));
  const parts: Item[][] = [];
  for await (const part of registrationLists.allOfEvent(eventId, size)) parts.push(part);
  expect(parts.flat()).toEqual(items);
  expect(parts.map(({ length }) => length)).toEqual(sizes);
});

test('allOfEvent reads nobody at an event without registrations', async () => {
  expect(await registrationLists.allOfEvent(randomUUID(), 5).next()).toEqual({
    done: true,
    value: undefined,
  });
});

test('positionOf returns at least 1, even for somebody who has left the queue meanwhile', async () => {
  expect(await registrationLists.positionOf(waiting(randomUUID(), 'ada', 3))).toBe(1);
});

test('the front of the queue leaves out deleted people, however many they are', async () => {
  const eventId = randomUUID();
  const gone = Array.from({ length: 5 }, (_, n) => waiting(eventId, anonymousId(randomUUID()), n + 1));
  const [first, second] = [waiting(eventId, 'ada', 6), waiting(eventId, 'ben', 8)];
  const between = waiting(eventId, anonymousId(randomUUID()), 7);
  await store(...gone, first, between, second);
  expect(await registrationLists.headOfQueue(eventId)).toEqual(first);
  expect(await registrationLists.frontOfQueue(eventId, 2)).toEqual([first, second]);
  expect(await registrationLists.frontOfQueue(eventId, 9)).toEqual([first, second]);
});
