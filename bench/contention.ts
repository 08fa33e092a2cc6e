import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startPlace } from './place.ts';
import type { Mode, Result, Scene } from './scene.ts';
import { slowDown } from './slowMotion.ts';
import { answersPerSecond, type Comparison, tableOf } from './table.ts';
import { targetsOf } from './targets.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    people: { type: 'string', default: '1,10,100,500,2000' },
    /** The seconds in which a crowd comes. */
    over: { type: 'string', default: '0' },
    /** How many times slower than here time goes, so that the model is measured, and not the processor. */
    slow: { type: 'string', default: '3' },
  },
});

const crowds = options.people.split(',').map(Number);
const overMs = Number(options.over) * 1000;

/** Small crowds come so often that about so many people are asked in all. */
const MIN_PEOPLE = 100;

const scenes: Scene[] = [
  { events: 1, hasWaitlist: false },
  { events: 1, hasWaitlist: true },
  { events: 50, hasWaitlist: false },
].flatMap(scene => crowds.map(people => ({ ...scene, people, overMs })));

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Of what the functions log, only surprises are of interest: of a 503 the table tells. */
function showSurprisesOnly(): void {
  // biome-ignore lint/suspicious/noConsole: what functions log goes to the console
  const log = console.error;
  console.error = (line: string) => {
    if (line.includes('"INTERNAL_ERROR"')) log(line);
  };
}

async function compare(scene: Scene): Promise<Comparison> {
  const rounds = Math.ceil(MIN_PEOPLE / scene.people);
  const run = async (mode: Mode): Promise<Result> => {
    const { people: count, events, hasWaitlist } = scene;
    process.stderr.write(`${count} at ${events}, ${hasWaitlist ? '' : 'no '}waitlist, numbers ${mode} … `);
    const result = await runCrowd(mode, scene, people, rounds);
    process.stderr.write(`${Math.round(answersPerSecond(result))} answers a second\n`);
    return result;
  };
  return { scene, off: await run('off'), on: await run('on') };
}

const slow = Number(options.slow);
const stop = await startPlace({ seed: Number(options.seed), contention: { tellsOfConditions: false } }, slow);
slowDown(slow);
// It finds the database, and the tables' names, in the environment.
const { makePeople, runCrowd } = await import('./crowd.ts');
const people = await makePeople(Math.max(...crowds, MIN_PEOPLE));
try {
  say(`Seed ${options.seed}: --seed ${options.seed} repeats the weather.`);
  showSurprisesOnly();
  // What the first calls pay for, loading and compiling, is none of what is measured.
  const warmUp = { people: MIN_PEOPLE, events: MIN_PEOPLE, hasWaitlist: true, overMs: 0 };
  for (const mode of ['off', 'on'] as const) await runCrowd(mode, warmUp, people, 1);
  const comparisons: Comparison[] = [];
  for (const scene of scenes) comparisons.push(await compare(scene));
  say(`\n${tableOf(comparisons)}\n\n${targetsOf(comparisons)}`);
  if (comparisons.some(({ off, on }) => [...off.broken, ...on.broken].length > 0)) process.exitCode = 1;
} finally {
  stop();
}
