import '../local/quiet.ts';
import { randomInt, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startEnvironment } from './environment.ts';
import { scaledLimits } from './limits.ts';
import type { Mode, Result } from './scenario.ts';
import { showSurprisesOnly } from './surprises.ts';
import { slowTimeDown } from './timeScale.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    /** The units of partitions are divided by this, and the rates that were measured are multiplied by it. */
    scale: { type: 'string', default: '10' },
    /** The seconds whose units a partition may save. With more than 1, savings are measured, and not the wall. */
    burst: { type: 'string', default: '1' },
    /** The people who come in a second at full scale. */
    rate: { type: 'string', default: '500' },
    /** They come for this number of seconds. */
    over: { type: 'string', default: '10' },
    /** Time goes slower by this factor, so that the model is measured, and not the processor. */
    slow: { type: 'string', default: '3' },
  },
});
const numbers = [options.scale, options.burst, options.rate, options.over, options.slow].map(Number);
const [scale = 1, burst = 1, rate = 0, over = 1, slow = 1] = numbers;

const overMs = over * 1000;
const countOf = (perSecond: number) => Math.round((perSecond * over) / scale);

const WARMING_UP = 60;

/** An event that takes so many holds a second has met no wall. */
const MAX_HOLDS = 1500;

const limits = scaledLimits(scale, burst);
const seed = Number(options.seed);
const stop = await startEnvironment({ seed, contention: { tellsOfConditions: false, limits } }, slow);
slowTimeDown(slow);
// They find the database and the tables' names in the environment.
const { makePeople } = await import('./people.ts');
const { runCrowd } = await import('./runCrowd.ts');
const { holdsAlone } = await import('./holdsAlone.ts');

const say = (text: string) => process.stdout.write(`${text}\n`);

/**
 * The rate in the second half of the time in which a crowd came, at full scale. What a partition had saved is used up in
 * the first half.
 */
function rateOf(atMs: number[]): number {
  const steady = atMs.filter(at => at >= overMs / 2 && at < overMs);
  return Math.round((steady.length * 1000 * scale) / (overMs / 2));
}

/** Lets people register at one event, at the rate of the crowd. */
async function register(mode: Mode, people: number): Promise<Result> {
  const scenario = { people, events: 1, hasWaitlist: true, overMs: (people * 1000 * scale) / rate };
  return runCrowd(mode, scenario, await makePeople(people), 1);
}

async function sayRegistrations(mode: Mode): Promise<void> {
  const people = countOf(rate);
  // A first crowd loads and compiles the code, which is not measured.
  await register(mode, Math.min(people, WARMING_UP));
  const { registered, begunAt, broken } = await register(mode, people);
  const answered = registered.filter(({ answer }) => answer.status === 201);
  const how = `${mode}; in the end ${answered.length} of ${people} people were registered`;
  const atMs = answered.map(({ answeredAt }) => answeredAt - begunAt);
  say(`${rateOf(atMs)} registrations a second at one event (${how})`);
  if (broken.length > 0) throw new Error(broken.join('\n'));
}

async function sayHolds(eventId: string): Promise<void> {
  const { atMs, bytes } = await holdsAlone(eventId, countOf(MAX_HOLDS), overMs);
  say(`${rateOf(atMs)} holds a second at the event ${eventId}, whose item of seats has ${bytes} bytes`);
}

try {
  showSurprisesOnly();
  say(
    `Seed ${options.seed}. Modelled: the units of partitions are divided by ${scale}, and rates multiplied by it.`,
  );
  say(
    `Calls take as long as in AWS, and a partition saves the units of ${burst} s. ${rate} people come a second.`,
  );
  for (const mode of ['one process', 'instances'] as const) await sayRegistrations(mode);
  for (const eventId of [randomUUID(), 'event']) await sayHolds(eventId);
} finally {
  stop();
}
