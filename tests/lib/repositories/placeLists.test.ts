import { randomUUID } from 'node:crypto';
import { anonymousId } from '../../../lib/domain/anonymousId.ts';
import { laneOf, seatPart } from '../../../lib/domain/places.ts';
import { update } from '../../../lib/dynamo/write.ts';
import * as departures from '../../../lib/repositories/departures.ts';
import * as placeLists from '../../../lib/repositories/placeLists.ts';
import { type Item as Place, placeOf } from '../../../lib/repositories/places.ts';
import type * as registrations from '../../../lib/repositories/registrations.ts';
import { callsOf } from '../../simulator/calls.ts';
import { at } from '../../support/records/records.ts';
import { promotePeople } from '../../support/records/storedPeople.ts';
import { extentOf, list, seated, store, waiting } from './storedRegistrations.ts';

type Item = registrations.Item;

const placesOf = (...items: Item[]) => items.map(placeOf);

test('the list has the seats by time and then the queue by ticket, whatever the order of writing', async () => {
  const eventId = randomUUID();
  const third = waiting(eventId, 'a', 9);
  const fourth = waiting(eventId, 'b', 10);
  const second = seated(eventId, 'c', at(2));
  const first = seated(eventId, 'd', at(1));
  await store(fourth, third, second, first);
  expect(await list(eventId)).toEqual(placesOf(first, second, third, fourth));
  expect(await list(eventId, 100, 'registered')).toEqual(placesOf(first, second));
  expect(await list(eventId, 100, 'waitlisted')).toEqual(placesOf(third, fourth));
  expect(await list(eventId, 2, undefined, first)).toEqual(placesOf(second, third));
  expect(await list(eventId, 2, 'waitlisted', third)).toEqual(placesOf(fourth));
  expect(await list(eventId, 2, 'registered', first)).toEqual(placesOf(second));
});

test('a page does not skip a person whose id begins with the last id of the page before', async () => {
  const eventId = randomUUID();
  const [short, long] = [seated(eventId, 'ada'), seated(eventId, 'ada-2')];
  await store(short, long);
  expect(await list(eventId, 1, undefined, short)).toEqual(placesOf(long));
});

describe('somebody who is promoted while the list is read', () => {
  const userIdsOf = async (eventId: string, ...visited: Item[]) =>
    (await list(eventId, 9, undefined, ...visited)).map(({ userId }) => userId);

  test('is still to come for a reader of the seats, though they registered before people with a seat', async () => {
    const eventId = randomUUID();
    const [seat, waits] = [seated(eventId, 'seat', at(2)), waiting(eventId, 'waits', 1)];
    await store(seat, waits);
    await promotePeople(at(3), [waits]);
    expect(await userIdsOf(eventId, seat)).toEqual(['waits']);
  });

  test('comes once for a reader of the queue, whatever the times of registering', async () => {
    const eventId = randomUUID();
    const first = { ...waiting(eventId, 'first', 1), registeredAt: at(2) };
    const second = { ...waiting(eventId, 'second', 2), registeredAt: at(1) };
    const third = waiting(eventId, 'third', 3);
    await store(first, second, third);
    await promotePeople(at(3), [first, second]);
    expect(await userIdsOf(eventId)).toEqual(['first', 'second', 'third']);
    expect(await userIdsOf(eventId, first)).toEqual(['second', 'third']);
    expect(await userIdsOf(eventId, first, second)).toEqual(['third']);
    expect(await list(eventId, 1, undefined, first)).toMatchObject([{ userId: 'second' }]);
  });
});

test('the front of the queue is found, in whatever block it is', async () => {
  const eventId = randomUUID();
  const [first, second, third] = [
    waiting(eventId, 'c', 2),
    waiting(eventId, 'b', 30),
    waiting(eventId, 'a', 2000),
  ];
  await store(seated(eventId, 'd'), third, second, first);
  const front = (limit: number, fields: object = {}) =>
    placeLists.frontOfQueue({ ...extentOf(eventId), ...fields }, limit);
  expect((await front(1)).people).toEqual(placesOf(first));
  expect((await front(2)).people).toEqual(placesOf(first, second));
  expect((await front(9)).people).toEqual(placesOf(first, second, third));
  expect((await front(9, { floor: 2 })).people).toEqual(placesOf(second, third));
  expect((await front(9, { lastTicket: 1999 })).people).toEqual(placesOf(first, second));
  expect((await front(9, { waitlistCount: 0 })).people).toEqual([]);
});

test('a block that everybody left is passed over without a read', async () => {
  const eventId = randomUUID();
  const last = waiting(eventId, 'ada', 9999);
  await store(last);
  const everybodyElse = Array.from({ length: 9998 }, (_, n) => n + 1);
  for (const write of departures.add(eventId, [...everybodyElse, 0])) await update(write);
  let front: placeLists.Front | undefined;
  const calls = await callsOf(async () => {
    front = await placeLists.frontOfQueue(extentOf(eventId), 1);
  });
  expect(front?.people).toEqual(placesOf(last));
  // The first block, the departures of 67 blocks in two reads, and the last block.
  expect(calls).toEqual(['Query', 'Query', 'Query', 'Query']);
});

test.each([
  [1, [1, 1, 1, 1]],
  [2, [2, 2]],
  [3, [2, 2]],
])('allOfEvent reads everybody at an event once, the queue first, %i at a time', async (size, sizes) => {
  const eventId = randomUUID();
  const items = [
    waiting(eventId, 'b', 2),
    waiting(eventId, 'a', 10),
    seated(eventId, 'ada'),
    seated(eventId, 'ada-2'),
  ];
  await store(...items.toReversed(), seated(randomUUID(), 'elsewhere'));
  const parts: Place[][] = [];
  for await (const part of placeLists.allOfEvent(extentOf(eventId), size)) parts.push(part);
  expect(parts.flat()).toEqual(placesOf(...items));
  expect(parts.map(({ length }) => length)).toEqual(sizes);
});

test('allOfEvent reads nobody at an event without registrations', async () => {
  expect(await placeLists.allOfEvent(extentOf(randomUUID()), 5).next()).toEqual({
    done: true,
    value: undefined,
  });
});

test('the front of the queue leaves out deleted people, however many they are', async () => {
  const eventId = randomUUID();
  const gone = Array.from({ length: 5 }, (_, n) => waiting(eventId, anonymousId(randomUUID()), n + 1));
  const [first, second] = [waiting(eventId, 'ada', 6), waiting(eventId, 'ben', 8)];
  const between = waiting(eventId, anonymousId(randomUUID()), 7);
  await store(...gone, first, between, second);
  for (const limit of [1, 2, 9]) {
    const { people, skipsSomebody } = await placeLists.frontOfQueue(extentOf(eventId), limit);
    expect(people).toEqual(placesOf(first, second).slice(0, limit));
    expect(skipsSomebody).toBe(true);
  }
});

test('seats in many lanes are one list, and a page reads little more than it shows', async () => {
  const [eventId, lanes] = [randomUUID(), 8];
  const seats = Array.from({ length: 60 }, (_, n) => {
    const userId = randomUUID();
    const part = seatPart(eventId, laneOf(userId, lanes));
    return { ...seated(eventId, userId, at(n)), part };
  });
  await store(...seats.toReversed());
  const listed: Place[] = [];
  for (let seat = ''; ; seat = listed.at(-1)?.sortKey ?? '') {
    const page = await placeLists.listByEvent(extentOf(eventId, lanes), 'registered', 25, {
      seat,
      queue: '',
    });
    listed.push(...page);
    if (page.length < 25) break;
  }
  expect(listed).toEqual(placesOf(...seats));
  expect(new Set(seats.map(({ part }) => part)).size).toBe(lanes);
});
