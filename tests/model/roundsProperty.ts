import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { violationsOf } from '../support/records/violations.ts';
import { brokenRules, NOTHING_BROKEN } from './brokenRules.ts';
import { Gate } from './gate.ts';
import { changesOf, Recorder } from './history.ts';
import { mostSeated, seatsKeptFromHead } from './historyChecks.ts';
import { type Fate, withFate } from './mortal.ts';
import { newProcess, type Process } from './newProcess.ts';
import { releaseStaleHoldsOf } from './realEvent.ts';
import {
  mostSeatsOf,
  NOBODY_LEAVES,
  PEOPLE,
  PROCESSES,
  type Scenario,
  scenarioOf,
  staysActive,
} from './roundsScenario.ts';
import { passOn, type Router, startRouter } from './router.ts';
import { type Cursor, cursorOf, drain } from './streamCursor.ts';

/** Processes, each with its own way to the database, and one more that never fails. */
export type World = {
  routers: Router[];
  processes: Process[];
  engine: Process;
  cursors: Record<'seats' | 'registrations' | 'changes', Cursor>;
};

export async function startWorld(): Promise<World> {
  const routers: Router[] = [];
  const processes: Process[] = [];
  for (let n = 0; n <= PROCESSES; n += 1) {
    const router = await startRouter();
    routers.push(router);
    processes.push(await newProcess(router.url));
  }
  const cursors = {
    seats: await cursorOf('seats'),
    registrations: await cursorOf('registrations'),
    changes: await cursorOf('registrations'),
  };
  return { routers, processes, engine: processes.at(-1) as Process, cursors };
}

export const stopWorld = ({ routers }: World) => Promise.all(routers.map(router => router.stop()));

/** What was written to the log last, which a test must have mocked. */
const lastLogged = () => import.meta.jest.mocked(process.stderr.write).mock.lastCall?.[0];

/** Lets people come and leave at once by processes that die and lose answers, in the scheduler's order of all calls. */
async function play({ routers, processes, engine }: World, scheduler: fc.Scheduler, given: Scenario) {
  const eventId = randomUUID();
  const userIds = Array.from({ length: PEOPLE }, () => randomUUID());
  for (const router of routers) router.conduct = passOn;
  await engine.createEvent(eventId, { capacity: given.capacity, hasWaitlist: given.hasWaitlist });
  for (const userId of userIds) await engine.createUser(userId);
  const recorder = new Recorder();
  const ask = (kind: 'register' | 'unregister', process: Process, n: number) => {
    const userId = String(userIds[n]);
    return recorder.record(kind, userId, () => process[kind](eventId, userId));
  };
  const failed: string[] = [];
  const gate = new Gate(scheduler);
  const works = given.visits.map(({ people, fate }, n) => {
    (routers[n] as Router).conduct = withFate(fate, gate.conduct);
    return async () => {
      for (const { person, leaves } of people) {
        for (const kind of leaves ? (['register', 'unregister'] as const) : (['register'] as const)) {
          const { status } = await ask(kind, processes[n] as Process, person);
          if (status >= 500 && fate.diesAfter === undefined) failed.push(`${status}: ${lastLogged()}`);
        }
      }
    };
  });
  const change = given.edit;
  if (change) {
    (routers[PROCESSES] as Router).conduct = gate.conduct;
    works.push(async () => {
      await (change === 'delete' ? engine.deleteEvent(eventId) : engine.updateEvent(eventId, change));
    });
  }
  try {
    await gate.run(works);
  } finally {
    for (const router of routers) router.conduct = passOn;
  }
  return { eventId, userIds, recorder, ask, failed };
}

/** Answers that an event is full or closed, though it always has a waitlist. */
function falseRefusals({ hasWaitlist, edit }: Scenario, { calls }: Recorder): string[] {
  if (!hasWaitlist || edit !== undefined) return [];
  const codes = calls.map(({ answer }) => answer.body?.code);
  return codes.filter(code => ['EVENT_FULL', 'EVENT_NOT_OPEN'].includes(code));
}

/** The rules hold, whatever the order of the calls of people who come by rounds, and perhaps leave, and whoever dies. */
export const roundsProperty = (world: World, fate: fc.Arbitrary<Fate>, leaves = NOBODY_LEAVES) =>
  fc.asyncProperty(fc.scheduler(), scenarioOf(fate, leaves), async (scheduler, given) => {
    const { engine, cursors } = world;
    const { eventId, userIds, recorder, ask, failed } = await play(world, scheduler, given);
    // A late newcomer closes what the dead left open.
    if (given.edit !== 'delete') await ask('register', engine, 0);
    const settle = () => drain(engine.settleEventHandler, cursors.seats, cursors.registrations);
    await settle();
    await releaseStaleHoldsOf(eventId, engine.releaseStaleHoldsHandler);
    await settle();
    const { calls } = recorder;
    expect([...failed, ...falseRefusals(given, recorder)]).toEqual([]);
    const changes = changesOf(await cursors.changes(), eventId);
    expect(mostSeated(changes)).toBeLessThanOrEqual(mostSeatsOf(given));
    const list = await engine.listEventRegistrations(eventId);
    if (given.edit === 'delete') {
      expect([list.status, await violationsOf(eventId)]).toEqual([404, []]);
      expect((await engine.createEvent(eventId, {})).status).toBe(201);
      const { body: rowsOfOldEvent } = await engine.listEventRegistrations(eventId);
      expect({ rowsOfOldEvent }).toEqual({ rowsOfOldEvent: [] });
      expect((await engine.register(eventId, String(userIds[0]))).status).toBe(201);
      return;
    }
    expect(staysActive(given) ? seatsKeptFromHead(calls, changes) : []).toEqual([]);
    expect(await brokenRules(eventId, calls, changes, list.body)).toEqual(NOTHING_BROKEN);
  });
