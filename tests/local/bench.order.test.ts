import fc from 'fast-check';
import { resultIn } from '../support/servers/benchProgram.ts';

type Person = { sentAt: number; answeredAt: number; isToldToWait: boolean; ticket?: number };

/** Counts the overtakers in each of several crowds. Somebody without a ticket has no place. */
const overtakersIn = (crowds: Person[][]): Promise<number[]> =>
  resultIn(
    `const { countOvertakers } = await import('./bench/order.ts');
    return input.map(crowd => {
      const people = crowd.map((one, n) => ({ ...one, userId: String(n) }));
      const placed = people.filter(({ ticket }) => ticket !== undefined);
      return countOvertakers(people, new Map(placed.map(({ userId, ticket }) => [userId, ticket])));
    });`,
    crowds,
  );

const waiting = (sentAt: number, answeredAt: number, ticket: number): Person => ({
  sentAt,
  answeredAt,
  isToldToWait: true,
  ticket,
});
const seated = (sentAt: number, answeredAt: number): Person => ({
  sentAt,
  answeredAt,
  isToldToWait: false,
  ticket: 0,
});

test('somebody who is sent after another one was told to wait, and is in front of them, overtakes', async () => {
  const behind = [waiting(0, 10, 1), waiting(11, 12, 2)];
  const inFront = [waiting(0, 10, 2), waiting(11, 12, 1)];
  const withASeat = [waiting(0, 10, 1), seated(11, 12)];
  expect(await overtakersIn([behind, inFront, withASeat])).toEqual([0, 1, 1]);
});

test('somebody whose request was under way at the same time, or who has no place, overtakes nobody', async () => {
  const atTheSameTime = [waiting(0, 10, 2), waiting(5, 12, 1)];
  const withoutAPlace = [waiting(0, 10, 1), { sentAt: 11, answeredAt: 12, isToldToWait: false }];
  expect(await overtakersIn([atTheSameTime, withoutAPlace])).toEqual([0, 0]);
});

test('everybody who overtakes somebody is found, as by a comparison of every pair', async () => {
  const person = fc
    .record({
      sentAt: fc.integer({ min: 0, max: 20 }),
      lastsFor: fc.integer({ min: 1, max: 10 }),
      isToldToWait: fc.boolean(),
      ticket: fc.integer({ min: 0, max: 20 }),
    })
    .map(({ lastsFor, ...one }) => ({ ...one, answeredAt: one.sentAt + lastsFor }));
  const crowds = fc.sample(fc.array(person, { maxLength: 12 }), 100);
  const overtakes = (crowd: (typeof crowds)[number], later: Person & { ticket: number }) =>
    crowd.some(one => one.isToldToWait && one.answeredAt < later.sentAt && one.ticket > later.ticket);
  const expected = crowds.map(crowd => crowd.filter(one => overtakes(crowd, one)).length);
  expect(Math.max(...expected)).toBeGreaterThan(0);
  expect(await overtakersIn(crowds)).toEqual(expected);
});
