import '../local/quiet.ts';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Cancellation, Result } from './cancellation/run.ts';
import { startEnvironment } from './environment.ts';
import { duration, percentile, statusesOf } from './figures.ts';
import { showSurprisesOnly } from './surprises.ts';
import { slowTimeDown } from './timeScale.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    /** So many people leave. */
    people: { type: 'string', default: '1,10,100,500' },
    /** So many people wait. The default is as many as leave. */
    waiting: { type: 'string' },
    /** They leave within this number of seconds. */
    over: { type: 'string', default: '0' },
    /** The number of seconds whose units a partition may save. It is 300 at most in AWS. */
    burst: { type: 'string', default: '1' },
    /** Time goes slower by this factor, so that the model is measured, and not the processor. */
    slow: { type: 'string', default: '5' },
  },
});

const say = (text: string) => process.stdout.write(`${text}\n`);

const slow = Number(options.slow);
const limits = { burstSeconds: Number(options.burst) };
const stop = await startEnvironment(
  { seed: Number(options.seed), contention: { tellsOfConditions: false, limits } },
  slow,
);
slowTimeDown(slow);
// It finds the database and the tables' names in the environment.
const { MODES, runCancellation } = await import('./cancellation/run.ts');

function lineOf({ left, totalMs, busyMs }: Result): string {
  const served = left.filter(({ answer }) => answer.status === 200).length;
  const waits = left.map(({ ms }) => ms);
  const within = (part: number) => duration(percentile(waits, part));
  return [
    `${Math.round((served * 1000) / totalMs)} a second`,
    `p50 ${within(0.5)}, p99 ${within(0.99)}, last ${within(1)}`,
    `busy ${Math.round((100 * busyMs) / totalMs)} %`,
    statusesOf(left.map(({ answer }) => answer.status)),
  ].join('; ');
}

/** Measures a mass cancellation in each mode. Returns what was wrong afterwards. */
async function measure(cancellation: Cancellation): Promise<string[]> {
  const found: string[] = [];
  for (const mode of MODES) {
    const { people, waiting } = cancellation;
    const what = `${people} leave, ${waiting} wait, ${mode}`;
    process.stderr.write(`${what} …\n`);
    const result = await runCancellation(mode, cancellation);
    say(`${what}: ${lineOf(result)}`);
    found.push(...result.broken.map(broken => `${what}: ${broken}`));
  }
  return found;
}

try {
  say(`Seed ${options.seed}: --seed ${options.seed} repeats the weather.`);
  showSurprisesOnly();
  const broken: string[] = [];
  for (const people of options.people.split(',').map(Number)) {
    const waiting = Number(options.waiting ?? people);
    broken.push(...(await measure({ people, waiting, overMs: Number(options.over) * 1000 })));
  }
  say(
    broken.length > 0
      ? broken.join('\n')
      : 'Everybody who was told so is off the event. Those promoted are the first of the queue, each named once.',
  );
  if (broken.length > 0) process.exitCode = 1;
} finally {
  stop();
}
