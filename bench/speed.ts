import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BASELINE_TABLES } from './baselines/tables.ts';
import { addTables, startEngine } from './environment.ts';
import { writeText } from './figures.ts';
import { progress } from './progress.ts';
import { kilobytesOf } from './speed/bundles.ts';
import { measureCosts } from './speed/costs.ts';
import { baselineLaunches, serviceLaunches } from './speed/launches.ts';
import { measurables, measureCold, measureWarm } from './speed/measure.ts';
import { packageService, unpackFunctions } from './speed/packages.ts';
import { plotsOf } from './speed/plots.ts';
import { PRICES } from './speed/prices.ts';
import { fastapiPython } from './speed/python.ts';
import { type FunctionReport, preamble, type Report, thisMachine } from './speed/report.ts';
import { type FunctionStarts, measureFunctions } from './speed/story.ts';
import { SYSTEMS, systemsOf } from './speed/systems.ts';
import { coldTable, costTable, functionTable, warmTable } from './speed/tables.ts';
import { speedTargets } from './speed/targets.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    /** The calls of a warm handler in a round. */
    calls: { type: 'string', default: '20' },
    systems: { type: 'string', default: SYSTEMS.join(',') },
    /** A folder of packages that `serverless package --package` made. Without it the service is packaged first. */
    packages: { type: 'string' },
    /** The figures go into this folder, as JSON and as plots. */
    out: { type: 'string', default: '.build/bench/speed' },
    /** Draws the plots for the documents. */
    plot: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
const systems = systemsOf(options.systems);

const say = (text: string) => process.stdout.write(`${text}\n`);

/** No round begins after so many milliseconds of its kind, so that all end within ten minutes on two cores. */
const BUDGETS = { functions: 150_000, cold: 120_000, warm: 60_000 };

/** Measures everything, on the engine of this process. */
async function measure(): Promise<Report> {
  const python = systems.includes('fastapi') ? await fastapiPython() : { missing: 'not asked for' };
  if ('missing' in python) say(`FastAPI is left out: ${python.missing}`);
  if (!options.packages) progress('Packaging the service …');
  const functions = await unpackFunctions(options.packages ?? (await packageService()));
  progress('Bundling the baselines, and the service as it was packaged earlier …');
  const service = await serviceLaunches(functions);
  const baselines = await baselineLaunches(systems, 'python' in python ? python.python : undefined);
  const starts = await measureFunctions(service, { rounds, ms: BUDGETS.functions });
  const all = measurables({ service: service.now, ...baselines });
  try {
    const cold = await measureCold(all, { rounds, ms: BUDGETS.cold });
    const warm = await measureWarm(all, Number(options.calls), { rounds, ms: BUDGETS.warm });
    const costs = await measureCosts(all);
    const version = 'version' in python ? python.version : 'none';
    const sized: FunctionReport[] = [];
    for (const one of starts) sized.push(await withSizes(service, one));
    return { machine: thisMachine(version), functions: sized, cold, warm, costs };
  } finally {
    await Promise.all(all.map(({ fleet }) => fleet.stop()));
  }
}

async function withSizes(
  service: Awaited<ReturnType<typeof serviceLaunches>>,
  one: FunctionStarts,
): Promise<FunctionReport> {
  const [now, earlier] = [service.now(one.name).file, service.earlier(one.name).file];
  return { ...one, kilobytes: { now: await kilobytesOf(now), earlier: await kilobytesOf(earlier) } };
}

/** Writes the report as JSON, and its plots. */
async function writeDown(report: Report): Promise<void> {
  const { cold, warm, costs, ...rest } = report;
  const json = { ...rest, prices: PRICES, cold: cold.all, warm: warm.all, costs: costs.all };
  await writeText(join(options.out, 'speed.json'), JSON.stringify(json, null, 1));
  const images = fileURLToPath(new URL('../docs/images', import.meta.url));
  for (const [name, svg] of Object.entries(plotsOf(report))) {
    await writeText(join(options.out, `${name}.svg`), svg);
    if (options.plot) await writeText(join(images, `${name}.svg`), svg);
  }
}

const stop = await startEngine();
try {
  await addTables(BASELINE_TABLES);
  const report = await measure();
  await writeDown(report);
  say(`${preamble(report.machine)}\n\n${coldTable(report.cold)}\n\n${warmTable(report.warm)}`);
  say(`\n${costTable(report.costs)}\n\n${functionTable(report.functions)}\n`);
  for (const line of speedTargets(report)) say(line);
  say(`The figures are in ${options.out} too, as JSON and as plots.`);
} finally {
  await stop();
}
