import fc from 'fast-check';
import type { Call } from '../simulator/wire.ts';
import { NOT_TRIED_AGAIN } from './disturbances.ts';
import { Gate } from './gate.ts';
import { Recorder } from './history.ts';
import type { Process } from './newProcess.ts';
import { type Conduct, passOn } from './router.ts';
import { runs, timeLimitMs } from './settings.ts';
import { anEvent, expectRulesKept, type Stage, startStage } from './stage.ts';

const RUNS = 15;
const PEOPLE = 5;
const MAX_AT_ONCE = 5;
let stage: Stage;

beforeAll(async () => {
  stage = await startStage(MAX_AT_ONCE);
});

afterAll(() => stage.router.stop());

const person = fc.nat(PEOPLE - 1);
const call = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('unregister' as const), person }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('register' as const), person }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('raise' as const) }) },
);
type Asked = typeof call extends fc.Arbitrary<infer One> ? One : never;

const start = fc.record({
  capacity: fc.integer({ min: 1, max: 3 }),
  hasWaitlist: fc.constant(true),
  people: fc.integer({ min: 3, max: PEOPLE }),
});

const isOutcome = (kind: string, { operation, body }: Call): boolean =>
  operation === 'TransactWriteItems' && body.toString().includes(`"kind":{"S":"${kind}"}`);

/**
 * A request that takes people off dies: before its transaction is carried out, or right after it. It does not withdraw
 * either.
 */
function withDeath(death: 'none' | 'before' | 'after', others: Conduct): Conduct {
  let [isDead, isBuried] = [death === 'none', death === 'none'];
  return async (one, carryOut) => {
    if (!isDead && isOutcome('left', one)) {
      isDead = true;
      if (death === 'after') await others(one, carryOut);
      return NOT_TRIED_AGAIN;
    }
    if (isDead && !isBuried && isOutcome('withdrawn', one)) {
      isBuried = true;
      return NOT_TRIED_AGAIN;
    }
    return others(one, carryOut);
  };
}

test(
  'no order of database calls breaks a rule while people leave together',
  async () => {
    const property = fc.asyncProperty(
      fc.scheduler(),
      start,
      fc.array(call, { minLength: 2, maxLength: MAX_AT_ONCE }),
      fc.constantFrom('none' as const, 'none' as const, 'before' as const, 'after' as const),
      async (scheduler, given, asked: Asked[], death) => {
        const { router, processes } = stage;
        router.conduct = passOn;
        const recorder = new Recorder();
        const { eventId, userIds } = await anEvent(stage, given, PEOPLE, recorder);
        // The first transaction of each request is in conflict, so that they ask to leave.
        const gate = new Gate(scheduler, asked.length);
        router.conduct = withDeath(death, gate.conduct);
        const works = asked.map((one, n) => async () => {
          const process = processes[n] as Process;
          if (one.kind === 'raise') {
            await process.updateEvent(eventId, { capacity: given.capacity + 1 });
            return;
          }
          const userId = String(userIds[one.person]);
          await recorder.record(one.kind, userId, () => process[one.kind](eventId, userId));
        });
        try {
          await gate.run(works);
        } finally {
          router.conduct = passOn;
        }
        await expectRulesKept(stage, eventId, recorder, given.capacity + 1, death !== 'none');
      },
    );
    await fc.assert(property, runs(RUNS));
  },
  timeLimitMs(RUNS),
);
