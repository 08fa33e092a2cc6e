import { cpus } from 'node:os';
import type { Cost } from './costs.ts';
import type { ColdStart } from './instance.ts';
import type { Measurements } from './measurements.ts';
import type { FunctionStarts, Packaging } from './story.ts';

/** The machine and the time of a measurement. */
export type Machine = {
  cores: number;
  cpu: string;
  platform: string;
  node: string;
  python: string;
  date: string;
};

/** A function with a route: its sizes in kilobytes, and how it starts. */
export type FunctionReport = FunctionStarts & { kilobytes: Record<Packaging, number> };

/** Everything that was measured. */
export type Report = {
  machine: Machine;
  functions: FunctionReport[];
  cold: Measurements<ColdStart>;
  warm: Measurements<number>;
  costs: Measurements<Cost>;
};

/** Returns this machine. `python` is the version of Python, or why nothing was measured with it. */
export const thisMachine = (python: string): Machine => ({
  cores: cpus().length,
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  platform: `${process.platform} ${process.arch}`,
  node: process.versions.node,
  python,
  date: new Date().toISOString().slice(0, 10),
});

/** Writes on which machine, when, and what was measured and modelled. */
export const preamble = ({ cores, cpu, platform, node, python, date }: Machine): string =>
  [
    `Measured on ${date} with ${cores} cores (${cpu}), ${platform}, Node ${node}, Python: ${python}.`,
    'Each figure is the median of its rounds, with the quarters of them in brackets; × is the median of the ratios to',
    'this service within the rounds. All systems are measured by turns in each round, on the same embedded engine, which',
    'they reach by HTTP on this machine, without TLS. Handlers are called in their process, with events of an HTTP API.',
    'A cold start is the time from the beginning of the import to the first answer, in a fresh process. What the runtime',
    'itself takes to start comes before it, and is in "from spawn". This service is measured as it is packaged, and the',
    'Node baselines are minified bundles. Milliseconds say nothing about AWS, and ratios do so only as far as processors',
    'are concerned. Modelled are the calls, units and durations of the costs, by the model of DynamoDB in tests/simulator:',
    'with the durations that AWS published. Work that streams cause after the answer is not in them.',
  ].join('\n');
