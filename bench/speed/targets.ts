import { MAX_LOADED_BYTES } from '../../tests/support/packaging/bundles.ts';
import { targetLine } from '../figures.ts';
import { GET_EVENT, LIST, REGISTER } from './operations.ts';
import type { FunctionReport, Report } from './report.ts';
import { medianOf, ratioOf } from './statistics.ts';

/** A cold start is so many times as fast as that of FastAPI, and a warm handler too. */
const COLD_TIMES = 7;
const WARM_TIMES: Record<string, number> = { [REGISTER]: 3, [GET_EVENT]: 2, [LIST]: 2 };

/** The first answer of a fresh process takes so much longer than its tenth one at most. */
const MAX_FIRST_MORE_MS = 3;

/** The bundle of a function with a route is smaller than this, in kilobytes. */
const MAX_KILOBYTES = MAX_LOADED_BYTES / 1000;

/** An import takes such a part of what it takes in the earlier packaging, which keeps names. */
const MAX_IMPORT_PART = 0.6;

/** Writes which targets were reached. Those against FastAPI are left out where it was not measured. */
export function speedTargets(report: Report): string[] {
  return [
    ...coldTargets(report),
    ...warmTargets(report),
    ...firstTargets(report),
    sizeTarget(report.functions),
    importTarget(report.functions),
  ];
}

const NOT_MEASURED = (what: string) => `not measured  ${what}: FastAPI was left out`;

function coldTargets({ cold }: Report): string[] {
  return [REGISTER, GET_EVENT].map(operation => {
    const what = `${operation}: a cold start at least ${COLD_TIMES} times as fast as FastAPI`;
    const [own, other] = (['service', 'fastapi'] as const).map(system =>
      cold.of(operation, system)?.map(({ coldMs }) => coldMs),
    );
    if (!own || !other) return NOT_MEASURED(what);
    const { median } = ratioOf(other, own);
    return targetLine(median >= COLD_TIMES, `${what} (× ${median.toFixed(2)})`);
  });
}

function warmTargets({ warm }: Report): string[] {
  return Object.entries(WARM_TIMES).map(([operation, minimum]) => {
    const what = `${operation}: warm, at least ${minimum} times as fast as FastAPI`;
    const [own, other] = [warm.of(operation, 'service'), warm.of(operation, 'fastapi')];
    if (!own || !other) return NOT_MEASURED(what);
    const { median } = ratioOf(other, own);
    return targetLine(median >= minimum, `${what} (× ${median.toFixed(2)})`);
  });
}

function firstTargets({ cold }: Report): string[] {
  return cold.all
    .filter(({ system }) => system === 'service')
    .map(({ operation, samples }) => {
      const more = medianOf(samples.map(({ firstMs, lastMs }) => firstMs - lastMs));
      return targetLine(
        more <= MAX_FIRST_MORE_MS,
        `${operation}: the first answer at most ${MAX_FIRST_MORE_MS} ms over the tenth (${more.toFixed(1)} ms)`,
      );
    });
}

function sizeTarget(functions: FunctionReport[]): string {
  const what = `every bundle with a route is below ${MAX_KILOBYTES} KB`;
  return eachTarget(functions, what, ({ kilobytes }) => kilobytes.now, MAX_KILOBYTES, 'KB');
}

function importTarget(functions: FunctionReport[]): string {
  const what = `every import takes at most ${MAX_IMPORT_PART} of that of the earlier packaging`;
  const partOf = ({ starts: { now, earlier } }: FunctionReport) =>
    ratioOf(
      now.map(({ importMs }) => importMs),
      earlier.map(({ importMs }) => importMs),
    ).median;
  return eachTarget(functions, what, partOf, MAX_IMPORT_PART, '');
}

/** Writes whether each function keeps below a limit, how many do, and which one is the furthest above it. */
function eachTarget(
  functions: FunctionReport[],
  what: string,
  measureOf: (one: FunctionReport) => number,
  limit: number,
  unit: string,
): string {
  const values = functions.map(one => ({ name: one.name, value: measureOf(one) }));
  const kept = values.filter(({ value }) => value <= limit).length;
  const worst = values.reduce((one, other) => (other.value > one.value ? other : one));
  const most = `${worst.value.toFixed(unit ? 0 : 2)} ${unit}`.trim();
  return targetLine(kept === values.length, `${what} (${kept} of ${values.length}; ${worst.name}: ${most})`);
}
