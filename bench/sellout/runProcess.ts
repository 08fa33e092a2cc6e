import '../../local/quiet.ts';
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type { Plugin } from 'esbuild';
import { lanesFor } from '../../lib/domain/places.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { randomOfPart } from '../../tests/simulator/random.ts';
import { alter } from '../../tests/support/records/audit.ts';
import { anEvent } from '../../tests/support/records/records.ts';
import { registerCrowd } from '../crowd.ts';
import { startProxy } from '../environment.ts';
import { type Instances, instancesOfFunction } from '../instances.ts';
import { checkInvariants } from '../invariants.ts';
import { scaledLimits } from '../limits.ts';
import { makePeople } from '../people.ts';
import { everyTenth } from '../progress.ts';
import type { Arrival, Registered } from '../scenario.ts';
import { showSurprisesOnly } from '../surprises.ts';
import { slowTimeDown } from '../timeScale.ts';
import { hasBlocks, withScaledBlocks } from './scaledBlocks.ts';
import { type Outcome, OVER_MS, peopleOf, type Sellout, scaledCount, WAYS } from './sellout.ts';

// A run has a process of its own, so that it shares neither memory nor connections nor instances with another. It
// receives the run, and sends what became of it. The engine is that of the process that started it.

const sellout: Sellout = JSON.parse(process.argv[2] ?? '{}');
process.on('disconnect', () => process.exit());
showSurprisesOnly();

/** This part of a seed decides when people come. */
const ARRIVALS = -2;
const random = randomOfPart(sellout.seed, ARRIVALS);

/** So many people let the code be loaded and compiled, which is not measured. */
const COMPILING = 60;

/** The crowd that warms the instances comes at the rate of the one that is measured, for so long. */
const WARMING_MS = 1000;

/** A partition may save the units of one second. With those of more, savings would be measured. */
const BURST_SECONDS = 1;

/** Lets people come to an event at random times within so many milliseconds. */
const arrivalsAt = (eventId: string, userIds: string[], overMs: number): Arrival[] =>
  userIds.map(userId => ({ eventId, userId, atMs: random() * overMs }));

/** Loads and compiles the code by a crowd at another event, before there is a model and before time is slowed. */
async function compile(userIds: string[]): Promise<void> {
  const { send } = await instancesOfFunction(WAYS[sellout.way], [scaledBlocks]);
  const eventId = await anEvent({ capacity: Math.ceil(COMPILING / 2), hasWaitlist: true });
  await registerCrowd(send, arrivalsAt(eventId, userIds, 0));
}

/** Instances write the blocks of queues that the scale makes. */
const scaledBlocks: Plugin = {
  name: 'scaled-blocks',
  setup: ({ onLoad }) =>
    onLoad({ filter: /places\.ts$/ }, async ({ path }) =>
      hasBlocks(path)
        ? { contents: withScaledBlocks(await readFile(path, 'utf8'), sellout.scale), loader: 'ts' }
        : undefined,
    ),
};

/** Makes an event that has as many lanes and funnels as at full scale, since each of them has less in the model. */
async function anEventOfFullScale(capacity: number): Promise<string> {
  const expectedPeople = peopleOf(sellout);
  const eventId = await anEvent({ capacity, hasWaitlist: true, expectedPeople });
  await alter(seats.ref(eventId), { lanes: lanesFor(sellout.seats) });
  return eventId;
}

type Measured = { registered: Registered[] } & Pick<
  Outcome,
  'answers' | 'consumed' | 'newInstances' | 'busy'
>;

/** Lets the crowd register, and measures it. */
async function measure(
  proxy: Awaited<ReturnType<typeof startProxy>>,
  instances: Instances,
  arrivals: Arrival[],
): Promise<Measured> {
  const [before, instancesBefore] = [await proxy.figures(), instances.count()];
  const [begunAt, loop] = [performance.now(), performance.eventLoopUtilization()];
  const registered = await registerCrowd(
    instances.send,
    arrivals,
    everyTenth(arrivals.length, 'people answered'),
  );
  const { active, idle, utilization } = performance.eventLoopUtilization(loop);
  const { consumed, busyMs } = await proxy.figures();
  return {
    registered,
    answers: registered.map(({ answer, sentAt, answeredAt }) => ({
      status: answer.status,
      waitMs: answeredAt - sentAt,
      atMs: answeredAt - begunAt,
    })),
    consumed: {
      read: consumed.read - before.consumed.read,
      write: consumed.write - before.consumed.write,
    },
    newInstances: instances.count() - instancesBefore,
    busy: Math.max(utilization, (busyMs - before.busyMs) / (active + idle)),
  };
}

async function run(): Promise<Outcome> {
  const { start, way, scale, slow, seed } = sellout;
  const people = scaledCount(peopleOf(sellout), sellout);
  const warming = start === 'warm' ? Math.ceil((people * WARMING_MS) / OVER_MS) : 0;
  const userIds = await makePeople(people + warming);
  const capacity = scaledCount(sellout.seats, sellout) + warming;
  const eventId = await anEventOfFullScale(capacity);
  await compile(userIds.slice(0, COMPILING));
  const limits = scaledLimits(scale, BURST_SECONDS);
  const proxy = await startProxy({ seed, contention: { tellsOfConditions: false, limits } }, slow);
  slowTimeDown(slow);
  const instances = await instancesOfFunction(WAYS[way], [scaledBlocks]);
  const warmingUp = arrivalsAt(eventId, userIds.slice(people), WARMING_MS);
  const before = await registerCrowd(instances.send, warmingUp);
  const arrivals = arrivalsAt(eventId, userIds.slice(0, people), OVER_MS);
  const { registered, ...measured } = await measure(proxy, instances, arrivals);
  const found = await checkInvariants([eventId], [...before, ...registered]);
  return { sellout, ...measured, instances: instances.count(), ...found };
}

process.send?.(await run(), () => process.disconnect());
