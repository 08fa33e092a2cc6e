import { randomInt } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startEngine } from './environment.ts';
import { jsonOf } from './sellout/json.ts';
import { runSellout } from './sellout/runSellout.ts';
import { type Outcome, type Sellout, STARTS, type Start, WAYS, type Way, waysOf } from './sellout/sellout.ts';
import { selloutTable } from './sellout/table.ts';
import { scaleTarget, selloutTargets } from './sellout/targets.ts';

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
if (options['check-scale'] && !ways.includes('service')) {
  throw new Error('--check-scale compares runs of the service, which must be among the ways.');
}
const scales = options.scale.split(',').map(Number);
const sizes = options.sizes
  .split(',')
  .map((seats, n) => ({ seats: Number(seats), scale: scales[n] ?? Number(scales.at(-1)) }));
const largest = sizes.reduce((one, other) => (other.seats > one.seats ? other : one));

const say = (text: string) => process.stdout.write(`${text}\n`);

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  say(`Written: ${path}`);
}

const run = (size: Pick<Sellout, 'seats' | 'scale'>, start: Start, way: Way): Promise<Outcome> =>
  runSellout({ ...size, start, way, slow, seed });

const ofLargest = (outcomes: Outcome[], start: Start) =>
  outcomes.filter(({ sellout }) => sellout.seats === largest.seats && sellout.start === start);

async function checkScale(outcomes: Outcome[]): Promise<void> {
  for (const start of STARTS) {
    const outcome = ofLargest(outcomes, start).find(({ sellout }) => sellout.way === 'service');
    if (!outcome) continue;
    const doubled = { ...largest, scale: 2 * largest.scale };
    say(scaleTarget(outcome, await run(doubled, start, 'service')));
  }
}

const stop = await startEngine();
try {
  say(`Seed ${seed}: --seed ${seed} repeats the arrivals and the weather.`);
  say(
    'Modelled: seats, people and the units of partitions are divided by the scale; durations and conflicts are not. So at scale N plain transactions look up to N times as fast as they are.',
  );
  say(`Time runs slower by the factor ${slow}, and all times are those of the model.`);
  const outcomes: Outcome[] = [];
  for (const size of sizes) {
    for (const start of STARTS) {
      for (const way of ways) outcomes.push(await run(size, start, way));
    }
  }
  say(`\n${selloutTable(outcomes)}\n\n${selloutTargets(outcomes)}`);
  if (options['check-scale']) await checkScale(outcomes);
  await write(options.json, `${JSON.stringify({ seed, slow, runs: outcomes.map(jsonOf) }, null, 1)}\n`);
  if (options.plot) {
    const { plotOf } = await import('./sellout/plot.ts');
    const path = fileURLToPath(new URL('../docs/images/sellout.svg', import.meta.url));
    await write(path, `${plotOf(ofLargest(outcomes, 'fresh'))}\n`);
  }
  if (outcomes.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
} finally {
  stop();
}
