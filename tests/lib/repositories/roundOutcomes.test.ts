import { randomUUID } from 'node:crypto';
import type { RoundOutcome } from '../../../lib/domain/rounds.ts';
import * as roundOutcomes from '../../../lib/repositories/roundOutcomes.ts';
import { remove } from '../../support/records/audit.ts';
import { stored } from '../../support/records/records.ts';

/** The outcome of a round at an event with so many funnels, which this does not publish. */
const anOutcome = (funnels: number, fields: Partial<RoundOutcome> = {}): RoundOutcome => ({
  incarnation: randomUUID(),
  round: 7,
  cuts: Array(funnels).fill(1),
  seated: 1,
  queued: funnels - 1,
  lastSeatHold: 4,
  lastTicket: 5,
  waitlistCount: 0,
  status: 'active',
  capacity: 9,
  date: '2027-05-01',
  lanes: 1,
  ...fields,
});

test.each([1, 4, 8, 9, 32])(
  'an outcome of %i funnels is found whole by everybody who came',
  async funnels => {
    const outcome = anOutcome(funnels);
    await roundOutcomes.publish(outcome);
    for (let funnel = 0; funnel < funnels; funnel += 1) {
      expect(await stored(roundOutcomes.ref(outcome, funnel))).toMatchObject(outcome);
    }
  },
);

test('those who came at two funnels share a copy, and those of the next two have another one', () => {
  const keys = Array.from({ length: 32 }, (_, funnel) =>
    JSON.stringify(roundOutcomes.ref(anOutcome(32, { incarnation: 'one' }), funnel).key),
  );
  expect(new Set(keys).size).toBe(16);
  expect(keys[0]).toBe(keys[1]);
  expect(keys[1]).not.toBe(keys[2]);
});

test('an outcome that is published again, by many at once, stays as it is', async () => {
  const outcome = anOutcome(9);
  await Promise.all(Array.from({ length: 5 }, () => roundOutcomes.publish(outcome)));
  expect(await stored(roundOutcomes.ref(outcome, 8))).toMatchObject(outcome);
});

test('an outcome is published once all its copies are there', async () => {
  const outcome = anOutcome(32);
  expect(await roundOutcomes.isPublished(outcome)).toBe(false);
  await roundOutcomes.publish(outcome);
  expect(await roundOutcomes.isPublished(outcome)).toBe(true);
  await remove(roundOutcomes.ref(outcome, 31));
  expect(await roundOutcomes.isPublished(outcome)).toBe(false);
  await roundOutcomes.publish(outcome);
  expect(await roundOutcomes.isPublished(outcome)).toBe(true);
});

test('the outcomes of other rounds and of other events of the same id are not found', async () => {
  const outcome = anOutcome(4);
  await roundOutcomes.publish(outcome);
  for (const other of [{ round: 8 }, { round: 6 }, { incarnation: randomUUID() }]) {
    expect(await stored(roundOutcomes.ref({ ...outcome, ...other }, 0))).toBeUndefined();
  }
});

test('an outcome outlives every request, and then expires', async () => {
  const outcome = anOutcome(1);
  await roundOutcomes.publish(outcome);
  const { expiresAt = 0 } = (await stored(roundOutcomes.ref(outcome, 0))) ?? {};
  const leftMs = expiresAt * 1000 - Date.now();
  const [longestRequestMs, weekMs] = [20_000, 7 * 86_400_000];
  expect(leftMs).toBeGreaterThan(longestRequestMs);
  expect(leftMs).toBeLessThan(weekMs);
});
