import '../local/quiet.ts';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startEnvironment } from './environment.ts';
import { MODES, type Mode, type Result, type Scenario } from './scenario.ts';
import { showSurprisesOnly } from './surprises.ts';
import { answersPerSecond, type Comparison, tableOf } from './table.ts';
import { targetsOf } from './targets.ts';
import { slowTimeDown } from './timeScale.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    people: { type: 'string', default: '1,10,100,500,2000' },
    /** A crowd comes within this number of seconds. */
    over: { type: 'string', default: '0' },
    /** The number of seconds whose units a partition may save. It is 300 at most in AWS. */
    burst: { type: 'string', default: '1' },
    /** Time goes slower by this factor, so that the model is measured, and not the processor. */
    slow: { type: 'string', default: '3' },
  },
});

const crowds = options.people.split(',').map(Number);
const overMs = Number(options.over) * 1000;
const burstSeconds = Number(options.burst);

/** Small crowds are repeated until about 100 people have registered. */
const MIN_PEOPLE = 100;

const scenarios: Scenario[] = [
  { events: 1, hasWaitlist: false },
  { events: 1, hasWaitlist: true },
  { events: 50, hasWaitlist: false },
].flatMap(scenario => crowds.map(people => ({ ...scenario, people, overMs })));

const say = (text: string) => process.stdout.write(`${text}\n`);

async function compare(scenario: Scenario): Promise<Comparison> {
  const rounds = Math.ceil(MIN_PEOPLE / scenario.people);
  const run = async (mode: Mode): Promise<Result> => {
    const { people: count, events, hasWaitlist } = scenario;
    process.stderr.write(`${count} at ${events}, ${hasWaitlist ? '' : 'no '}waitlist, ${mode} … `);
    const result = await runCrowd(mode, scenario, people, rounds);
    process.stderr.write(`${Math.round(answersPerSecond(result))} answers a second\n`);
    return result;
  };
  const results = {} as Comparison['results'];
  for (const mode of MODES) results[mode] = await run(mode);
  return { scenario, results };
}

const slow = Number(options.slow);
const stop = await startEnvironment(
  { seed: Number(options.seed), contention: { tellsOfConditions: false, limits: { burstSeconds } } },
  slow,
);
slowTimeDown(slow);
// They find the database and the tables' names in the environment.
const { makePeople } = await import('./people.ts');
const { runCrowd } = await import('./runCrowd.ts');
const people = await makePeople(Math.max(...crowds, MIN_PEOPLE));
try {
  say(`Seed ${options.seed}: --seed ${options.seed} repeats the weather.`);
  showSurprisesOnly();
  // A first crowd loads and compiles the code, which is not measured.
  const warmUp = { people: MIN_PEOPLE, events: MIN_PEOPLE, hasWaitlist: true, overMs: 0 };
  for (const mode of MODES) await runCrowd(mode, warmUp, people, 1);
  const comparisons: Comparison[] = [];
  for (const scenario of scenarios) comparisons.push(await compare(scenario));
  say(`\n${tableOf(comparisons)}\n\n${targetsOf(comparisons)}`);
  if (comparisons.some(({ results }) => MODES.some(mode => results[mode].broken.length > 0)))
    process.exitCode = 1;
} finally {
  stop();
}
