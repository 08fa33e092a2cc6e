import type { Denial } from '../../../lib/domain/denial.ts';
import { type UpdateOutcome, update } from '../../../lib/dynamo/write.ts';
import { lastOutcomeOf, lastRoundOf } from '../../../lib/repositories/lastRound.ts';
import * as rounds from '../../../lib/repositories/rounds.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as sweeps from '../../../lib/repositories/sweeps.ts';
import { alter } from '../../support/records/audit.ts';
import { aSeatsItem, stored } from '../../support/records/records.ts';

type Fields = Partial<seats.Item>;

const NOW = 1_800_000_000_000;
const commit = (seen: seats.Item, cuts: number[]): Promise<UpdateOutcome<seats.Item>> =>
  update(rounds.commit(seen, cuts, NOW));

const open = { capacity: 9, registeredCount: 4, lastSeatHold: 6, lastTicket: 3 };
const full = { ...open, registeredCount: 9 };
const queued = { ...full, waitlistCount: 2, lastTicket: 5 };
const soldOut = { ...full, hasWaitlist: false };

/** The forms of a commit: the event as it was seen, the people who came, what becomes of the counters, and of the rest. */
const FORMS: [form: string, before: Fields, cuts: number[], after: Fields, denial?: Denial][] = [
  ['seats to all', open, [2, 0, 1], { registeredCount: 7, lastSeatHold: 9 }],
  ['the last seats to all', open, [5], { registeredCount: 9, lastSeatHold: 11 }],
  [
    'seats to all without a waitlist',
    { ...open, hasWaitlist: false },
    [1],
    { registeredCount: 5, lastSeatHold: 7 },
  ],
  ['the queue to all', full, [1, 2], { waitlistCount: 3, lastTicket: 6 }],
  ['the queue to all behind those who wait', queued, [0, 2], { waitlistCount: 4, lastTicket: 7 }],
  [
    'the queue to all while a seat is free for those who wait',
    { ...queued, registeredCount: 8 },
    [1],
    { waitlistCount: 3, lastTicket: 6 },
  ],
  [
    'the last seats, and the queue to the rest',
    open,
    [4, 4],
    { registeredCount: 9, lastSeatHold: 11, waitlistCount: 3, lastTicket: 6 },
  ],
  [
    'the last seats, and nothing to the rest',
    { ...open, hasWaitlist: false },
    [4, 4],
    { registeredCount: 9, lastSeatHold: 11 },
  ],
  [
    'the last seats and positions, and nothing to the rest',
    { ...open, waitlistCapacity: 2 },
    [4, 4],
    { registeredCount: 9, lastSeatHold: 11, waitlistCount: 2, lastTicket: 5 },
    { kind: 'waitlistFull', waiting: 2 },
  ],
  [
    'the last positions to all',
    { ...queued, waitlistCapacity: 4, opensAt: NOW, closesAt: NOW + 1 },
    [0, 2],
    { waitlistCount: 4, lastTicket: 7 },
  ],
  [
    'nothing to all before it opens',
    { ...open, opensAt: NOW + 1 },
    [3],
    {},
    { kind: 'notYetOpen', opensAt: NOW + 1 },
  ],
  [
    'nothing to all when it has closed',
    { ...open, closesAt: NOW },
    [3],
    {},
    { kind: 'noLongerOpen', closesAt: NOW },
  ],
  ['nothing to all at a full event', soldOut, [3], {}],
  ['nothing to all at a closed event', { ...open, status: 'cancelled' }, [3], {}],
  ['nothing to nobody', open, [0, 0], {}],
];

test.each(FORMS.map(([form, ...rest]) => [form, rest] as const))(
  'a commit gives %s, and keeps the outcome with the event',
  async (_form, [before, cuts, after, denial]) => {
    const seen = await aSeatsItem(before);
    const { kind, item } = await commit(seen, cuts);
    expect(kind).toBe('updated');
    expect(item).toMatchObject({ ...seen, ...after });
    expect(await stored(seats.ref(seen.eventId))).toEqual(item);
    const people = cuts.reduce((sum, cut) => sum + cut, 0);
    const { incarnation, lastSeatHold, lastTicket, waitlistCount, status, capacity, date, lanes } = seen;
    expect(lastOutcomeOf(item as seats.Item)).toEqual({
      ...{ incarnation, lastSeatHold, lastTicket, waitlistCount, status, capacity, date, lanes },
      ...{ round: 1, cuts, seated: (after.lastSeatHold ?? lastSeatHold) - lastSeatHold },
      queued: (after.lastTicket ?? lastTicket) - lastTicket,
      ...(denial && { denial }),
    });
    expect(item?.crowdAt).toBe(people > 1 ? NOW : undefined);
  },
);

test('rounds are committed one after another, each once', async () => {
  const seen = await aSeatsItem({ capacity: 9 });
  expect([lastRoundOf(seen), lastOutcomeOf(seen)]).toEqual([0, undefined]);
  const first = (await commit(seen, [1])).item as seats.Item;
  expect(await commit(seen, [1])).toEqual({ kind: 'refused', item: first });
  const second = (await commit(first, [2])).item as seats.Item;
  expect(lastOutcomeOf(second)).toMatchObject({ round: 2, cuts: [2], lastSeatHold: 1 });
  for (const stale of [seen, first])
    expect(await commit(stale, [1])).toEqual({ kind: 'refused', item: second });
  expect(second).toMatchObject({ registeredCount: 3, lastSeatHold: 3 });
});

test('of many who commit a round at once, one does', async () => {
  const seen = await aSeatsItem({ capacity: 9 });
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => commit(seen, [2])));
  expect(outcomes.filter(({ kind }) => kind === 'updated')).toHaveLength(1);
  expect(await stored(seats.ref(seen.eventId))).toMatchObject({ round: 1, registeredCount: 2 });
});

test('a denial is that of its own round, whatever came after it', async () => {
  const seen = await aSeatsItem({ ...queued, waitlistCapacity: 2 });
  const refusing = (await commit(seen, [2])).item as seats.Item;
  expect(lastOutcomeOf(refusing)).toHaveProperty('denial', { kind: 'waitlistFull', waiting: 2 });
  await alter(seats.ref(seen.eventId), { waitlistCount: 1 });
  const { item } = await commit({ ...refusing, waitlistCount: 1 }, [1]);
  expect(lastOutcomeOf(item as seats.Item)).not.toHaveProperty('denial');
});

const none = { seat: 0, queue: 0 };
const swept = { sweep: { from: none, to: none, at: 1 }, sweepKind: 'holds' };

test('a commit that still fits takes the numbers and positions that are next by then', async () => {
  const seen = await aSeatsItem({ ...full, ...swept });
  await alter(seats.ref(seen.eventId), { waitlistCount: 1, lastTicket: 4 });
  const { item } = await commit(seen, [2]);
  expect(item).toMatchObject({ waitlistCount: 3, lastTicket: 6 });
  expect(lastOutcomeOf(item as seats.Item)).toMatchObject({ lastTicket: 4, waitlistCount: 1 });
});

describe('the first holds of an event', () => {
  test.each<[string, Fields]>([
    ['seats', open],
    ['tickets', full],
  ])('begin its sweep, from the holds before them: %s', async (_what, before) => {
    const seen = await aSeatsItem(before);
    const upToNow = { seat: seen.lastSeatHold, queue: seen.lastTicket };
    const { item } = await commit(seen, [1, 2]);
    expect(item).toMatchObject({ sweep: { from: upToNow, to: upToNow, at: NOW }, sweepKind: 'holds' });
    expect(sweeps.unsweptHolds(item as seats.Swept)).toHaveLength(3);
  });

  test('are not acquired when others came since, by a round or by a quiet ticket', async () => {
    const seen = await aSeatsItem(full);
    await alter(seats.ref(seen.eventId), { waitlistCount: 1, lastTicket: 4 });
    expect((await commit(seen, [1])).kind).toBe('refused');
    const begun = await aSeatsItem(open);
    await alter(seats.ref(begun.eventId), swept);
    expect((await commit(begun, [1])).kind).toBe('refused');
  });
});

test('later holds leave the sweep as it is, and are refused when it has ended', async () => {
  const seen = await aSeatsItem({ ...open, ...swept });
  const { item } = await commit(seen, [1]);
  expect(item).toMatchObject(swept);
  const { sweep: _, sweepKind: __, ...ended } = await aSeatsItem(open);
  expect((await commit({ ...ended, ...swept }, [1])).kind).toBe('refused');
});

test('a round in which nobody gets a hold begins no sweep', async () => {
  for (const [fields, cuts] of [
    [soldOut, [2]],
    [open, [0]],
  ] as const) {
    const { item } = await commit(await aSeatsItem(fields), [...cuts]);
    expect(item).toMatchObject({ round: 1 });
    expect(item).not.toHaveProperty('sweep');
  }
});
