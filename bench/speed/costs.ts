import { MEASURED } from '../../tests/simulator/contentionOptions.ts';
import { type ProxyFigures, startProxy } from '../environment.ts';
import { progress } from '../progress.ts';
import { Fleet } from './fleet.ts';
import type { Measurable } from './measure.ts';
import { Measurements } from './measurements.ts';
import { OPERATIONS } from './operations.ts';
import type { Usage } from './prices.ts';
import { medianOf } from './statistics.ts';

/** What an operation uses of the database, and how long it takes with the durations of calls in AWS (modelled). */
export type Cost = Usage & { modelledMs: number };

/** Each call takes the median of what AWS published, so that no luck is in the figures. */
const DURATIONS = Object.fromEntries(
  Object.entries(MEASURED).map(([kind, { p50 }]) => [kind, { p50, p99: p50 }]),
);

/** An operation is carried out so many times after the first ones, by which an instance gets to know its event. */
const COUNTED = 9;
const KNOWING = 3;

/** Measures what the operations cost, in instances whose database is the model of DynamoDB. */
export async function measureCosts(all: Measurable[]): Promise<Measurements<Cost>> {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  const proxy = await startProxy({ contention: { tellsOfConditions: false, durations: DURATIONS } }, 1);
  const endpoint = { AWS_ENDPOINT_URL_DYNAMODB: String(process.env.AWS_ENDPOINT_URL_DYNAMODB) };
  process.env.AWS_ENDPOINT_URL_DYNAMODB = engine;
  const measured = new Measurements<Cost>();
  try {
    for (const one of all) {
      progress(`  costs: ${one.system} …`);
      const modelled = new Fleet(one.launchOf, endpoint);
      try {
        await measureSystem(one, modelled, proxy.figures, measured);
      } finally {
        await modelled.stop();
      }
    }
  } finally {
    proxy.stop();
  }
  return measured;
}

async function measureSystem(
  { system, world }: Measurable,
  modelled: Fleet,
  figures: () => Promise<ProxyFigures>,
  measured: Measurements<Cost>,
): Promise<void> {
  for (const { name, functionName, status, systems, requests } of OPERATIONS) {
    if (!systems.includes(system)) continue;
    const made = await requests(world, KNOWING + COUNTED);
    await modelled.send(functionName, made.slice(0, KNOWING), status);
    for (const request of made.slice(KNOWING)) {
      const before = await figures();
      const [answer] = await modelled.send(functionName, [request], status);
      const after = await figures();
      measured.add(name, system, {
        calls: after.calls - before.calls,
        readUnits: after.consumed.read - before.consumed.read,
        writeUnits: after.consumed.write - before.consumed.write,
        modelledMs: answer?.ms ?? Number.NaN,
      });
    }
  }
}

/** Returns the cost of an operation, of which each part is a median. */
export function medianCost(costs: Cost[]): Cost {
  const median = (part: keyof Cost) => medianOf(costs.map(cost => cost[part]));
  return {
    calls: median('calls'),
    readUnits: median('readUnits'),
    writeUnits: median('writeUnits'),
    modelledMs: median('modelledMs'),
  };
}
