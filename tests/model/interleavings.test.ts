import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { brokenRules, NOTHING_BROKEN } from './brokenRules.ts';
import { Gate } from './gate.ts';
import { changesOf, Recorder } from './history.ts';
import { mostSeated, seatsKeptFromHead } from './historyChecks.ts';
import { newProcess, type Process } from './newProcess.ts';
import { releaseStaleHoldsFor, releaseStaleHoldsOf } from './realEvent.ts';
import { passOn, type Router, startRouter } from './router.ts';
import { runs, timeLimitMs } from './settings.ts';
import { type Cursor, cursorOf, drain } from './streamCursor.ts';

const { jest } = import.meta;
const RUNS = 15;
const PEOPLE = 5;
const MAX_AT_ONCE = 4;
let router: Router;
const processes: Process[] = [];
let cursors: Record<'seats' | 'registrations' | 'changes', Cursor>;

beforeAll(async () => {
  router = await startRouter();
  cursors = {
    seats: await cursorOf('seats'),
    registrations: await cursorOf('registrations'),
    changes: await cursorOf('registrations'),
  };
  for (let n = 0; n <= MAX_AT_ONCE; n += 1) processes.push(await newProcess(router.url));
  // Without randomness there are no pauses between tries.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  jest.spyOn(console, 'error').mockImplementation(() => {});
});

afterAll(() => router.stop());

const person = fc.nat(PEOPLE - 1);
const call = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('register' as const), person }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('unregister' as const), person }) },
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
);
type Asked = typeof call extends fc.Arbitrary<infer One> ? One : never;

const start = fc.record({
  capacity: fc.integer({ min: 1, max: 2 }),
  hasWaitlist: fc.boolean(),
  /** The number of people who register before. */
  people: fc.nat(PEOPLE - 1),
});
type Start = typeof start extends fc.Arbitrary<infer One> ? One : never;

async function anEvent({ capacity, hasWaitlist, people }: Start, recorder: Recorder) {
  const [process] = processes as [Process];
  const eventId = randomUUID();
  const userIds = Array.from({ length: PEOPLE }, () => randomUUID());
  await process.createEvent(eventId, { capacity, hasWaitlist });
  for (const [n, userId] of userIds.entries()) {
    await process.createUser(userId);
    if (n < people) await recorder.record('register', userId, () => process.register(eventId, userId));
  }
  return { eventId, userIds };
}

/** Each work is a request in its own process, as in Lambda. */
const worksOf = (asked: Asked[], eventId: string, userIds: string[], capacity: number, recorder: Recorder) =>
  asked.map((one, n) => async () => {
    const process = processes[n] as Process;
    if (one.kind === 'raise') {
      const answer = await process.updateEvent(eventId, { capacity: capacity + one.by });
      // Another request may have raised the capacity further, and people have those seats.
      expect([200, 409]).toContain(answer.status);
      return;
    }
    if (one.kind === 'date') {
      expect((await process.updateEvent(eventId, { date: one.date })).status).toBe(200);
      return;
    }
    const userId = String(userIds[one.person]);
    await recorder.record(one.kind, userId, () => process[one.kind](eventId, userId));
  });

const MAX_SWEEPS = 8;

/**
 * Sweeps so early that it takes slow requests for dead ones, as if minutes passed before each sweep. Other tests run
 * several sweeps at once.
 */
async function sweepTooSoon(eventId: string): Promise<void> {
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep += 1) {
    await processes[MAX_AT_ONCE]?.getEvent(eventId);
    await releaseStaleHoldsFor(2, eventId);
  }
}

async function expectRulesKept(eventId: string, recorder: Recorder, mostSeats: number) {
  const [process] = processes as [Process];
  const settle = () => drain(process.settleEventHandler, cursors.seats, cursors.registrations);
  await settle();
  await releaseStaleHoldsOf(eventId, process.releaseStaleHoldsHandler);
  await settle();
  const changes = changesOf(await cursors.changes(), eventId);
  const { calls } = recorder;
  const rows = (await process.listEventRegistrations(eventId)).body;
  expect({
    failed: calls.filter(({ answer }) => answer.status >= 500),
    seatsKeptFromHead: seatsKeptFromHead(calls, changes),
    ...(await brokenRules(eventId, calls, changes, rows)),
  }).toEqual({ failed: [], seatsKeptFromHead: [], ...NOTHING_BROKEN });
  expect(mostSeated(changes)).toBeLessThanOrEqual(mostSeats);
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
        router.conduct = passOn;
        const recorder = new Recorder();
        const { eventId, userIds } = await anEvent(given, recorder);
        const gate = new Gate(scheduler, conflicts);
        router.conduct = gate.conduct;
        try {
          const works = worksOf(calls, eventId, userIds, given.capacity, recorder);
          await gate.run(sweepsTooSoon ? [...works, () => sweepTooSoon(eventId)] : works);
        } finally {
          router.conduct = passOn;
        }
        const raises = calls.map(one => (one.kind === 'raise' ? one.by : 0));
        await expectRulesKept(eventId, recorder, given.capacity + Math.max(...raises));
      },
    );
    await fc.assert(property, runs(RUNS));
  },
  timeLimitMs(RUNS),
);
