import '../local/quiet.ts';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BASELINE_TABLES } from './baselines/tables.ts';
import { addTables, startEngine, startProxy } from './environment.ts';
import { writeText } from './figures.ts';
import type { Outcome } from './oversell/run.ts';
import { progress } from './progress.ts';
import { showSurprisesOnly } from './surprises.ts';
import { slowTimeDown } from './timeScale.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    people: { type: 'string', default: '500' },
    seats: { type: 'string', default: '50' },
    /** A crowd comes within this number of seconds. Each of the list is measured. */
    over: { type: 'string', default: '0,10' },
    /** Time goes slower by this factor, so that the model is measured, and not the processor. */
    slow: { type: 'string', default: '10' },
    /** The figures go into this folder, as JSON and as a plot. */
    out: { type: 'string', default: '.build/bench/oversell' },
    /** Draws the plot for the documents. */
    plot: { type: 'boolean', default: false },
  },
});
const [people = 0, seats = 0, slow = 1, seed = 0] = [
  options.people,
  options.seats,
  options.slow,
  options.seed,
].map(Number);

const say = (text: string) => process.stdout.write(`${text}\n`);

const stop = await startEngine();
await addTables(BASELINE_TABLES);
const limits = { burstSeconds: 1 };
const proxy = await startProxy({ seed, contention: { tellsOfConditions: false, limits } }, slow);
slowTimeDown(slow);
// They find the database and the tables' names in the environment.
const { runOversell } = await import('./oversell/run.ts');
const { WAYS } = await import('./oversell/systems.ts');
const { jsonOf, oversellPlot, oversellTable, oversellTargets } = await import('./oversell/report.ts');
try {
  showSurprisesOnly();
  const outcomes: Outcome[] = [];
  for (const overMs of options.over.split(',').map(seconds => 1000 * Number(seconds))) {
    for (const way of WAYS) {
      progress(`${people} people within ${overMs / 1000} s, ${seats} seats, ${way} …`);
      outcomes.push(await runOversell(way, { people, seats, overMs }));
    }
  }
  say(`Seed ${seed}: --seed ${seed} repeats the durations of calls. Every tenth person clicks twice.`);
  say('Modelled: durations, conflicts and units of DynamoDB, and an instance for each concurrent request.');
  say(`\n${oversellTable(outcomes)}\n`);
  const lines = oversellTargets(outcomes);
  for (const line of lines) say(line);
  await writeText(
    join(options.out, 'oversell.json'),
    JSON.stringify({ seed, slow, runs: outcomes.map(jsonOf) }, null, 1),
  );
  const plot = oversellPlot(outcomes);
  await writeText(join(options.out, 'oversell.svg'), plot);
  if (options.plot) {
    await writeText(fileURLToPath(new URL('../docs/images/oversell.svg', import.meta.url)), plot);
  }
  if (lines.some(line => line.startsWith('MISSED'))) process.exitCode = 1;
} finally {
  proxy.stop();
  await stop();
}
