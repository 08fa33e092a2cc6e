import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { peopleIn, planRound } from '../../../lib/domain/rounds.ts';
import {
  admit,
  afterPromoting,
  amend,
  depart,
  type Occupancy,
  promotable,
} from '../../../lib/domain/waitlist.ts';
import { transact, update, type Write } from '../../../lib/dynamo/write.ts';
import * as rounds from '../../../lib/repositories/rounds.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import * as seatsLifecycle from '../../../lib/repositories/seatsLifecycle.ts';
import * as seatsMoves from '../../../lib/repositories/seatsMoves.ts';
import { aSeatsItem, stored } from '../../support/records/records.ts';
import { anyOccupancy, NOW } from '../domain/occupancies.ts';

const anyState = anyOccupancy(4, 3);

/** The write leads a real store to exactly the state that the pure decision returned. */
async function expectLeadsTo(before: Occupancy, write: (item: seats.Item) => Write, after: Occupancy) {
  const eventId = randomUUID();
  const item = {
    ...before,
    eventId,
    date: '2027-01-01',
    lastSeatHold: 0,
    floor: 0,
    lanes: 1,
    incarnation: randomUUID(),
  };
  await transact({ seats: seatsLifecycle.create(item) });
  expect(await transact({ seats: write(item) })).toEqual({ kind: 'committed' });
  expect(await stored(seats.ref(eventId))).toEqual({ ...item, ...after });
}

const always = (check: (state: Occupancy) => Promise<void>) =>
  fc.assert(fc.asyncProperty(anyState, check), { numRuns: 150 });

test('admit: taking a seat or joining the queue is written as it was decided', () =>
  always(async state => {
    const plan = admit(state, NOW);
    if (plan.kind === 'seat') await expectLeadsTo(state, item => seatsMoves.takeSeat(item, NOW), plan.after);
    if (plan.kind === 'queue')
      await expectLeadsTo(state, item => seatsMoves.takeTicket(item, NOW), plan.after);
  }));

test('planRound: a round is written as it was planned', () =>
  fc.assert(
    fc.asyncProperty(anyState, fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }), async (state, cuts) => {
      const item = await aSeatsItem(state);
      const { seated, queued } = planRound(peopleIn({ cuts }), state, NOW);
      expect(await update(rounds.commit(item, cuts, NOW))).toMatchObject({ kind: 'updated' });
      expect(await stored(seats.ref(item.eventId))).toMatchObject({
        ...state,
        registeredCount: state.registeredCount + seated,
        waitlistCount: state.waitlistCount + queued,
        lastTicket: state.lastTicket + queued,
        lastSeatHold: seated,
      });
    }),
    { numRuns: 150 },
  ));

/** One registration ends. */
const NONE = { passedOn: 0, freed: 0, fromQueue: 0, checkedIn: 0, isHeadUnseen: false };
const ONE = {
  leaveQueue: { ...NONE, fromQueue: 1 },
  passSeatOn: { ...NONE, passedOn: 1 },
  freeSeat: { ...NONE, freed: 1 },
};

test('depart: leaving is written as it was decided', () =>
  always(async state => {
    const head = state.waitlistCount > 0 ? 'head' : undefined;
    for (const leaving of ['registered', 'waitlisted'] as const) {
      const isThere = leaving === 'registered' ? state.registeredCount > 0 : state.waitlistCount > 0;
      const plan = depart(leaving, state, head);
      if (isThere) await expectLeadsTo(state, item => seatsMoves.leave(item, ONE[plan.kind]), plan.after);
    }
  }));

const anyChange = fc.record(
  {
    capacity: fc.integer({ min: 1, max: 6 }),
    status: fc.constantFrom('active' as const, 'cancelled' as const, 'completed' as const, 'draft' as const),
    hasWaitlist: fc.boolean(),
  },
  { requiredKeys: [] },
);

test('amend: a change is written as it was decided', () =>
  fc.assert(
    fc.asyncProperty(anyState, anyChange, async (state, changes) => {
      const plan = amend(state, changes);
      if (plan.kind !== 'amended' || Object.keys(changes).length === 0) return;
      await expectLeadsTo(state, item => seatsLifecycle.amend(item, changes), plan.after);
    }),
    { numRuns: 150 },
  ));

test('amend: a capacity that is refused as a decision is refused by the store too', () =>
  always(async state => {
    const changes = { capacity: state.registeredCount - 1 };
    const item = await aSeatsItem(state);
    expect(amend(state, changes)).toEqual({ kind: 'belowRegistered' });
    expect(await transact({ seats: seatsLifecycle.amend(item, changes) })).toMatchObject({
      kind: 'refused',
    });
  }));

test('amend: a draft that is refused as a decision is refused by the store too', () =>
  fc.assert(
    fc.asyncProperty(
      anyState,
      fc.record({
        counts: fc.constantFrom({}, { registeredCount: 0, waitlistCount: 0, lastTicket: 0 }),
        lastSeatHold: fc.nat(1),
        left: fc.constantFrom({}, { hadPeople: true }),
      }),
      async (state, { counts, lastSeatHold, left }) => {
        const item = await aSeatsItem({ ...state, ...counts, lastSeatHold, ...left });
        const { kind } = amend(item, { status: 'draft' });
        const outcome = await transact({ seats: seatsLifecycle.amend(item, { status: 'draft' }) });
        expect(outcome.kind).toBe(kind === 'amended' ? 'committed' : 'refused');
      },
    ),
    { numRuns: 100 },
  ));

test('afterPromoting: promotions are written as they were decided', () =>
  always(async state => {
    for (let count = 1; count <= promotable(state); count += 1) {
      const write = (item: seats.Item) => seatsMoves.fillVacancies(item, count, undefined);
      await expectLeadsTo(state, write, afterPromoting(state, count));
    }
  }));
