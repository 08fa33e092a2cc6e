import '../local/quiet.ts';
import { parseArgs } from 'node:util';
import { startEngine } from './environment.ts';

const { values: options } = parseArgs({
  options: { registrations: { type: 'string', default: '100,1000,10000,100000' } },
});

const sizes = options.registrations.split(',').map(Number);
const say = (text: string) => process.stdout.write(`${text}\n`);
const progress = (text: string) => process.stderr.write(`${text}\n`);

const stop = await startEngine();
// These find the database and the tables' names in the environment.
const { measureGrowth } = await import('./growth/measure.ts');
const { flatnessOf, growthTable } = await import('./growth/table.ts');
try {
  const measured = await measureGrowth(sizes, progress);
  say(`\n${growthTable(sizes, measured)}\n\n${flatnessOf(sizes, measured)}`);
} finally {
  stop();
}
