import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startEngine } from './environment.ts';
import { writeText } from './figures.ts';
import { jsonOf } from './sellout/json.ts';
import { runSellout } from './sellout/runSellout.ts';
import { type Outcome, type Sellout, STARTS, type Start, WAYS, type Way, waysOf } from './sellout/sellout.ts';
import { selloutTable } from './sellout/table.ts';
import { invariantTargets, scaleTarget, serviceTargets } from './sellout/targets.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    /** The seats at full scale. Twice as many people come. */
    sizes: { type: 'string', default: '1000,20000' },
    /** Seats, people and the units of partitions are divided by this, which each size may have of its own. */
    scale: { type: 'string', default: '1,10' },
    /** Time goes slower by this factor, so that the model is measured, and not the processor. */
    slow: { type: 'string', default: '15' },
    ways: { type: 'string', default: Object.keys(WAYS).join(',') },
    starts: { type: 'string', default: STARTS.join(',') },
    /** The table goes into this file too, as JSON. */
    json: { type: 'string', default: '.build/bench/sellout.json' },
    /** Runs the largest sell-out of the service at the doubled scale too. */
    'check-scale': { type: 'boolean', default: false },
    /** Draws the largest sell-out, in every way, for the documents. */
    plot: { type: 'boolean', default: false },
  },
});
const [slow = 1, seed = 0] = [options.slow, options.seed].map(Number);
const ways = waysOf(options.ways);
const starts = STARTS.filter(start => options.starts.split(',').includes(start));
if (options['check-scale'] && !ways.includes('service')) {
  throw new Error('--check-scale compares runs of the service, which must be among the ways.');
}
const scales = options.scale.split(',').map(Number);
const sizes = options.sizes
  .split(',')
  .map((seats, n) => ({ seats: Number(seats), scale: scales[n] ?? Number(scales.at(-1)) }));
const largest = sizes.reduce((one, other) => (other.seats > one.seats ? other : one));

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Writes the runs that ended. It is called after each, since a later one may fail after an hour. */
const writeJson = (outcomes: Outcome[]): Promise<void> =>
  writeText(options.json, JSON.stringify({ seed, slow, runs: outcomes.map(jsonOf) }, null, 1));

const run = (size: Pick<Sellout, 'seats' | 'scale'>, start: Start, way: Way): Promise<Outcome> =>
  runSellout({ ...size, start, way, slow, seed });

const ofLargest = (outcomes: Outcome[], start: Start) =>
  outcomes.filter(({ sellout }) => sellout.seats === largest.seats && sellout.start === start);

/** Runs each size, in every way, and writes down what became of it after each run. */
async function runAll(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const size of sizes) {
    for (const start of starts) {
      for (const way of ways) {
        outcomes.push(await run(size, start, way));
        await writeJson(outcomes);
      }
    }
  }
  return outcomes;
}

/** Runs the largest sell-out of the service at the doubled scale. */
async function runDoubled(): Promise<Outcome[]> {
  const doubled: Outcome[] = [];
  const size = { ...largest, scale: 2 * largest.scale };
  for (const start of starts) doubled.push(await run(size, start, 'service'));
  return doubled;
}

/** Compares runs at the doubled scale with those that differ in nothing else. */
const scaleTargets = (outcomes: Outcome[], doubled: Outcome[]): string[] =>
  doubled.flatMap(atOtherScale =>
    ofLargest(outcomes, atOtherScale.sellout.start)
      .filter(({ sellout }) => sellout.way === 'service')
      .map(outcome => scaleTarget(outcome, atOtherScale)),
  );

const stop = await startEngine();
try {
  say(`Seed ${seed}: --seed ${seed} repeats the arrivals and the weather.`);
  say(
    'Modelled: seats, people and the units of partitions are divided by the scale; durations and conflicts are not. So at scale N plain transactions look up to N times as fast as they are.',
  );
  say(`Time runs slower by the factor ${slow}, and all times are those of the model.`);
  const outcomes = await runAll();
  const doubled = options['check-scale'] ? await runDoubled() : [];
  const all = [...outcomes, ...doubled];
  say(`\n${selloutTable(all)}\n`);
  for (const line of serviceTargets(outcomes)) say(line);
  for (const line of [...scaleTargets(outcomes, doubled), ...invariantTargets(all)]) say(line);
  say(`The runs are in ${options.json} too.`);
  if (options.plot) {
    const { plotOf } = await import('./sellout/plot.ts');
    const path = fileURLToPath(new URL('../docs/images/sellout.svg', import.meta.url));
    await writeText(path, plotOf(ofLargest(outcomes, 'fresh')));
  }
  if (all.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
} finally {
  stop();
}
