import { progress } from '../progress.ts';
import { ensureStatus, eventOf, Fleet } from './fleet.ts';
import { type ColdStart, startCold } from './instance.ts';
import { Measurements } from './measurements.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { type Budget, inRounds, rotated } from './rounds.ts';
import { medianOf } from './statistics.ts';
import { type Launches, type LaunchOf, SYSTEMS, type System } from './systems.ts';
import { World } from './world.ts';

/** A fresh instance answers so many requests: the last one is compared with the first one. */
export const COLD_REQUESTS = 10;

/** So many requests let code be compiled before warm ones are measured. */
const WARMING_UP = 100;

/** A system that is measured, with its warm instances. */
export type Measurable = { system: System; launchOf: LaunchOf; fleet: Fleet; world: World };

/** Returns the systems that can be measured. They have warm instances until `stop` is called. */
export function measurables(launches: Launches): Measurable[] {
  return SYSTEMS.flatMap(system => {
    const launchOf = launches[system];
    if (!launchOf) return [];
    const fleet = new Fleet(launchOf);
    return [{ system, launchOf, fleet, world: new World(fleet) }];
  });
}

const having = (all: Measurable[], { systems }: Operation) =>
  all.filter(({ system }) => systems.includes(system));

/** Measures the operations in fresh instances. */
export async function measureCold(all: Measurable[], budget: Budget): Promise<Measurements<ColdStart>> {
  const measured = new Measurements<ColdStart>();
  const operations = OPERATIONS.filter(({ isColdToo }) => isColdToo);
  const run = async (operation: Operation, { system, launchOf, world }: Measurable) => {
    const { name, functionName, status } = operation;
    const events = (await operation.requests(world, COLD_REQUESTS)).map(eventOf);
    const { answers, ...cold } = await startCold(launchOf(functionName), events);
    ensureStatus(answers, status, `${name}, ${system},`);
    return cold;
  };
  if (budget.rounds > 1) {
    // The files of a first start are read from the disk, and Python compiles them.
    for (const operation of operations) for (const one of having(all, operation)) await run(operation, one);
  }
  await inRounds('fresh processes', budget, async round => {
    for (const operation of operations) {
      for (const one of rotated(having(all, operation), round)) {
        measured.add(operation.name, one.system, await run(operation, one));
      }
    }
  });
  return measured;
}

/** Measures the operations in warm instances. A sample is the median of the calls of a round, in milliseconds. */
export async function measureWarm(
  all: Measurable[],
  calls: number,
  budget: Budget,
): Promise<Measurements<number>> {
  const measured = new Measurements<number>();
  const run = async (operation: Operation, { fleet, world }: Measurable, count: number) => {
    const { functionName, status, requests } = operation;
    const answers = await fleet.send(functionName, await requests(world, count), status);
    return medianOf(answers.map(({ ms }) => ms));
  };
  progress('  warm processes: warming up …');
  for (const operation of OPERATIONS) {
    for (const one of having(all, operation)) await run(operation, one, Math.min(WARMING_UP, 5 * calls));
  }
  await inRounds('warm processes', budget, async round => {
    for (const operation of OPERATIONS) {
      for (const one of rotated(having(all, operation), round)) {
        measured.add(operation.name, one.system, await run(operation, one, calls));
      }
    }
  });
  return measured;
}
