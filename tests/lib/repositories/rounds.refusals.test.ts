import { randomUUID } from 'node:crypto';
import { update } from '../../../lib/dynamo/write.ts';
import * as rounds from '../../../lib/repositories/rounds.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { alter } from '../../support/records/audit.ts';
import { aSeatsItem, stored } from '../../support/records/records.ts';

type Fields = Partial<seats.Item>;
type Round = [before: Fields, cuts: number[]];

const open = { capacity: 9, registeredCount: 4, lastSeatHold: 6, lastTicket: 3 };
const full = { ...open, registeredCount: 9 };
const soldOut = { ...full, hasWaitlist: false };

const [PAST, FUTURE] = [Date.now() - 60_000, Date.now() + 600_000];

/** The forms of a commit: an event as it is seen, and the people who come. */
const FORMS = {
  'seats to all': [open, [5]],
  'the queue to all': [full, [2]],
  'something to some': [open, [8]],
  'nothing to all, since it is full,': [soldOut, [2]],
  'nothing to all, since it is closed,': [{ ...open, status: 'cancelled' }, [2]],
  'the last positions to all': [{ ...full, waitlistCapacity: 2 }, [2]],
  'nothing to all, since it is too late,': [{ ...open, closesAt: PAST }, [2]],
} satisfies Record<string, Round>;
type Form = keyof typeof FORMS;

/** The commit is refused with the event as it is now, which it does not change. */
async function expectRefused(seen: seats.Item, cuts: number[]): Promise<void> {
  const item = await stored(seats.ref(seen.eventId));
  expect(await update(rounds.commit(seen, cuts, Date.now()))).toEqual({ kind: 'refused', item });
  expect(await stored(seats.ref(seen.eventId))).toEqual(item);
}

test.each<[Form, what: string, Fields]>([
  ['seats to all', 'a seat was taken', { registeredCount: 5 }],
  ['seats to all', 'the capacity was lowered', { capacity: 8 }],
  ['seats to all', 'somebody waits', { waitlistCount: 1 }],
  ['seats to all', 'the event was cancelled', { status: 'cancelled' }],
  ['the queue to all', 'a seat became free', { registeredCount: 8 }],
  ['the queue to all', 'the capacity was raised', { capacity: 10 }],
  ['the queue to all', 'the waitlist was switched off', { hasWaitlist: false }],
  ['the queue to all', 'the event was completed', { status: 'completed' }],
  ['something to some', 'a seat became free', { registeredCount: 3 }],
  ['something to some', 'the capacity was raised', { capacity: 10 }],
  ['something to some', 'the waitlist was switched off', { hasWaitlist: false }],
  ['something to some', 'somebody waits', { waitlistCount: 1 }],
  ['something to some', 'the event was cancelled', { status: 'cancelled' }],
  ['nothing to all, since it is full,', 'a seat became free', { registeredCount: 8 }],
  ['nothing to all, since it is full,', 'the waitlist was switched on', { hasWaitlist: true }],
  ['nothing to all, since it is closed,', 'it is active again', { status: 'active' }],
  ['seats to all', 'it was set to open later', { opensAt: FUTURE }],
  ['seats to all', 'it was closed', { closesAt: PAST }],
  ['the queue to all', 'it was set to open later', { opensAt: FUTURE }],
  ['the queue to all', 'it was closed', { closesAt: PAST }],
  ['the queue to all', 'the waitlist got a capacity', { waitlistCapacity: 9 }],
  ['something to some', 'it was closed', { closesAt: PAST }],
  ['something to some', 'the waitlist got a capacity', { waitlistCapacity: 0 }],
  ['the last positions to all', 'somebody took one', { waitlistCount: 1 }],
  ['the last positions to all', 'the capacity of the waitlist was lowered', { waitlistCapacity: 1 }],
  ['nothing to all, since it is too late,', 'it was set to close later', { closesAt: FUTURE }],
])('a commit that gives %s is refused when %s', async (form, _what, fields) => {
  const [before, cuts]: Round = FORMS[form];
  const seen = await aSeatsItem(before);
  await alter(seats.ref(seen.eventId), fields);
  await expectRefused(seen, cuts);
});

describe.each(Object.entries(FORMS) as [Form, Round][])('a commit that gives %s', (_form, [before, cuts]) => {
  test('is refused when another round was committed since', async () => {
    const seen = await aSeatsItem({ ...before, round: 4 });
    await alter(seats.ref(seen.eventId), { round: 5 });
    await expectRefused(seen, cuts);
  });

  test('is refused when the first round was committed since', async () => {
    const seen = await aSeatsItem(before);
    await alter(seats.ref(seen.eventId), { round: 1 });
    await expectRefused(seen, cuts);
  });

  test('is refused at an event that was deleted since', async () => {
    const seen = await aSeatsItem(before);
    await alter(seats.ref(seen.eventId), { status: 'deleted' });
    await expectRefused(seen, cuts);
  });

  test('is refused at another event of the same id', async () => {
    const { incarnation, ...next } = await aSeatsItem(before);
    await expectRefused({ ...next, incarnation: randomUUID() }, cuts);
  });

  test('is refused at an event that is gone, and creates none', async () => {
    const seen = { ...(await aSeatsItem(before)), eventId: randomUUID() };
    await expectRefused(seen, cuts);
  });
});
