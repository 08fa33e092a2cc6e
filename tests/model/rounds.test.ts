import fc from 'fast-check';
import { keepLog } from '../support/api/log.ts';
import type { Fate } from './mortal.ts';
import { MUTANTS, type Mutant, withMutant } from './mutants.ts';
import { roundsProperty, startWorld, stopWorld, type World } from './roundsProperty.ts';
import { anyFate, anyFateOfLeavers, SOME_LEAVE } from './roundsScenario.ts';
import { runs, timeLimitMs } from './settings.ts';

const { jest } = import.meta;
const RUNS = 25;
let world: World;

beforeAll(async () => {
  // Without randomness there are no pauses between tries.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  // Processes that die write to the log.
  keepLog();
  world = await startWorld();
});

afterAll(() => stopWorld(world));

test(
  'no order of database calls breaks a rule while people register by rounds, and processes die and lose answers',
  () => fc.assert(roundsProperty(world, anyFate), runs(RUNS)),
  timeLimitMs(RUNS),
);

test(
  'no order of database calls breaks a rule while people register by rounds and leave, alone and together',
  () => fc.assert(roundsProperty(world, anyFateOfLeavers, SOME_LEAVE), runs(RUNS)),
  timeLimitMs(RUNS),
);

/** Everybody goes by the round, and some die where the mutant shows. */
const fateFor = ({ diesAfter }: Mutant): fc.Arbitrary<Fate> =>
  fc.record({ diesAfter: fc.constantFrom(undefined, undefined, diesAfter), meetsOthers: fc.constant(true) });

/** A mutant breaks a rule in some orders only. */
const MAX_RUNS = 400;

test.each(MUTANTS)(
  'the rules are seen to break with $name',
  mutant =>
    withMutant(mutant, async () => {
      const broken = await startWorld();
      try {
        const { failed, errorInstance } = await fc.check(roundsProperty(broken, fateFor(mutant)), {
          numRuns: MAX_RUNS,
          endOnFailure: true,
        });
        expect(failed).toBe(true);
        expect((errorInstance as Error).message).toMatch(mutant.shows);
      } finally {
        await stopWorld(broken);
      }
    }),
  timeLimitMs(MAX_RUNS),
);
