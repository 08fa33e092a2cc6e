import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { violationsOf } from '../../lib/maintenance/audit.ts';
import { drain, type Tail, tailOf } from './cursor.ts';
import { Turnstile } from './gate.ts';
import { changesOf, Recorder } from './history.ts';
import {
  falsePromotions,
  mostSeated,
  queueJumpers,
  seatsKeptFromHead,
  wrongOrders,
} from './historyChecks.ts';
import { contradictions, endsOf } from './linearisable.ts';
import { newProcess, type Process } from './newProcess.ts';
import { releaseStaleHoldsFor, releaseStaleHoldsOf } from './realEvent.ts';
import { passOn, type Switchboard, startSwitchboard } from './router.ts';
import { runs, timeLimitMs } from './settings.ts';

const { jest } = import.meta;
const RUNS = 15;
const PEOPLE = 5;
const MOST_AT_ONCE = 4;
let board: Switchboard;
const processes: Process[] = [];
let tails: Record<'seats' | 'registrations' | 'changes', Tail>;

beforeAll(async () => {
  board = await startSwitchboard();
  tails = {
    seats: await tailOf('seats'),
    registrations: await tailOf('registrations'),
    changes: await tailOf('registrations'),
  };
  for (let n = 0; n <= MOST_AT_ONCE; n += 1) processes.push(await newProcess(board.url));
  // Pauses between tries are random, and here for nobody.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  jest.spyOn(console, 'error').mockImplementation(() => {});
});

afterAll(() => board.stop());

const person = fc.nat(PEOPLE - 1);
const call = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('register' as const), person }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('unregister' as const), person }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('raise' as const), by: fc.integer({ min: 1, max: 2 }) }),
  },
);
type Asked = typeof call extends fc.Arbitrary<infer One> ? One : never;

const start = fc.record({
  capacity: fc.integer({ min: 1, max: 2 }),
  hasWaitlist: fc.boolean(),
  /** How many were there before. */
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

/** Each work is a request in a process of its own, as in Lambda. */
const worksOf = (asked: Asked[], eventId: string, userIds: string[], capacity: number, recorder: Recorder) =>
  asked.map((one, n) => async () => {
    const process = processes[n] as Process;
    if (one.kind === 'raise') {
      const answer = await process.updateEvent(eventId, { capacity: capacity + one.by });
      // Whoever raised it more was first, and people took those seats.
      expect([200, 409]).toContain(answer.status);
      return;
    }
    const userId = String(userIds[one.person]);
    await recorder.record(one.kind, userId, () => process[one.kind](eventId, userId));
  });

const MOST_LOOKS = 8;

/**
 * The schedule that gives numbers back takes slow requests for dead ones, as if minutes went by at a look. It runs
 * without a break; how it meets others of its kind is tested elsewhere.
 */
async function returnTooSoon(eventId: string): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    await processes[MOST_AT_ONCE]?.getEvent(eventId);
    await releaseStaleHoldsFor(2, eventId);
  }
}

async function expectRulesKept(eventId: string, recorder: Recorder, mostSeats: number) {
  const [process] = processes as [Process];
  const settle = () => drain(process.settleEventHandler, tails.seats, tails.registrations);
  await settle();
  await releaseStaleHoldsOf(eventId, process.releaseStaleHoldsHandler);
  await settle();
  const changes = changesOf(await tails.changes(), eventId);
  const { calls } = recorder;
  const rows = (await process.listEventRegistrations(eventId)).body;
  expect({
    failed: calls.filter(({ answer }) => answer.status >= 500),
    contradictions: contradictions(calls, endsOf(rows)),
    queueJumpers: queueJumpers(calls, changes),
    wrongOrders: wrongOrders(calls, rows),
    seatsKeptFromHead: seatsKeptFromHead(calls, changes),
    falsePromotions: falsePromotions(calls, changes),
    violations: await violationsOf(eventId),
  }).toEqual({
    failed: [],
    contradictions: [],
    queueJumpers: [],
    wrongOrders: [],
    seatsKeptFromHead: [],
    falsePromotions: [],
    violations: [],
  });
  expect(mostSeated(changes)).toBeLessThanOrEqual(mostSeats);
}

test(
  'no order of the database calls of people who come and go at once breaks a rule',
  async () => {
    const asked = fc.array(call, { minLength: 2, maxLength: MOST_AT_ONCE });
    const property = fc.asyncProperty(
      fc.scheduler(),
      start,
      asked,
      fc.record({ inTheWay: fc.nat(MOST_AT_ONCE), returns: fc.boolean() }),
      async (scheduler, given, calls, { inTheWay, returns }) => {
        board.conduct = passOn;
        const recorder = new Recorder();
        const { eventId, userIds } = await anEvent(given, recorder);
        const turnstile = new Turnstile(scheduler, inTheWay);
        board.conduct = turnstile.conduct;
        try {
          const works = worksOf(calls, eventId, userIds, given.capacity, recorder);
          await turnstile.run(returns ? [...works, () => returnTooSoon(eventId)] : works);
        } finally {
          board.conduct = passOn;
        }
        const raises = calls.map(one => (one.kind === 'raise' ? one.by : 0));
        await expectRulesKept(eventId, recorder, given.capacity + Math.max(...raises));
      },
    );
    await fc.assert(property, runs(RUNS));
  },
  timeLimitMs(RUNS),
);
