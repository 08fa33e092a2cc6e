import fc from 'fast-check';
import { Gate } from './gate.ts';
import { Recorder } from './history.ts';
import type { Process } from './newProcess.ts';
import { releaseStaleHoldsFor } from './realEvent.ts';
import { passOn } from './router.ts';
import { runs, timeLimitMs } from './settings.ts';
import { anEvent, expectRulesKept, type Stage, startStage } from './stage.ts';

const RUNS = 15;
const PEOPLE = 5;
const MAX_AT_ONCE = 4;
let stage: Stage;

beforeAll(async () => {
  stage = await startStage(MAX_AT_ONCE + 1);
});

afterAll(() => stage.router.stop());

const PAST = '2001-01-01T00:00:00.000Z';
const person = fc.nat(PEOPLE - 1);
const call = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('register' as const), person }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('unregister' as const), person }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('transfer' as const), person, to: person }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('raise' as const), by: fc.integer({ min: 1, max: 2 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('date' as const),
      date: fc.constantFrom('2027-01-01', '2031-02-03'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      fields: fc.constantFrom({ closesAt: PAST }, { waitlistCapacity: 1 }, { leaveUntil: PAST }),
    }),
  },
);
type Asked = typeof call extends fc.Arbitrary<infer One> ? One : never;

const start = fc.record({
  capacity: fc.integer({ min: 1, max: 2 }),
  hasWaitlist: fc.boolean(),
  /** The number of people who register before. */
  people: fc.nat(PEOPLE - 1),
});

/** Each work is a request in its own process, as in Lambda. */
const worksOf = (asked: Asked[], eventId: string, userIds: string[], capacity: number, recorder: Recorder) =>
  asked.map((one, n) => async () => {
    const process = stage.processes[n] as Process;
    if (one.kind === 'raise') {
      const answer = await process.updateEvent(eventId, { capacity: capacity + one.by });
      // Another request may have raised the capacity further, and people have those seats.
      expect([200, 409]).toContain(answer.status);
      return;
    }
    if (one.kind === 'date' || one.kind === 'edit') {
      const fields = one.kind === 'date' ? { date: one.date } : one.fields;
      expect((await process.updateEvent(eventId, fields)).status).toBe(200);
      return;
    }
    const userId = String(userIds[one.person]);
    if (one.kind === 'transfer') {
      const to = String(userIds[one.to]);
      await recorder.recordTransfer(userId, to, () => process.transferSeat(eventId, userId, to));
      return;
    }
    await recorder.record(one.kind, userId, () => process[one.kind](eventId, userId));
  });

const MAX_SWEEPS = 8;

/**
 * Sweeps so early that it takes slow requests for dead ones, as if minutes passed before each sweep. Other tests run
 * several sweeps at once.
 */
async function sweepTooSoon(eventId: string): Promise<void> {
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep += 1) {
    await stage.processes[MAX_AT_ONCE]?.getEvent(eventId);
    await releaseStaleHoldsFor(2, eventId);
  }
}

test(
  'no order of database calls breaks a rule while people come and go at once',
  async () => {
    const asked = fc.array(call, { minLength: 2, maxLength: MAX_AT_ONCE });
    const property = fc.asyncProperty(
      fc.scheduler(),
      start,
      asked,
      fc.record({ conflicts: fc.nat(MAX_AT_ONCE), sweepsTooSoon: fc.boolean() }),
      async (scheduler, given, calls, { conflicts, sweepsTooSoon }) => {
        const { router } = stage;
        router.conduct = passOn;
        const recorder = new Recorder();
        const { eventId, userIds } = await anEvent(stage, given, PEOPLE, recorder);
        const gate = new Gate(scheduler, conflicts);
        router.conduct = gate.conduct;
        try {
          const works = worksOf(calls, eventId, userIds, given.capacity, recorder);
          await gate.run(sweepsTooSoon ? [...works, () => sweepTooSoon(eventId)] : works);
        } finally {
          router.conduct = passOn;
        }
        const raises = calls.map(one => (one.kind === 'raise' ? one.by : 0));
        await expectRulesKept(stage, eventId, recorder, given.capacity + Math.max(...raises));
      },
    );
    await fc.assert(property, runs(RUNS));
  },
  timeLimitMs(RUNS),
);
