import { randomUUID } from 'node:crypto';
import { keepLog } from '../support/api/log.ts';
import { brokenRules, NOTHING_BROKEN } from './brokenRules.ts';
import { changesOf, type Recorder } from './history.ts';
import { mostSeated, seatsKeptFromHead } from './historyChecks.ts';
import { newProcess, type Process } from './newProcess.ts';
import { releaseStaleHoldsOf } from './realEvent.ts';
import { type Router, startRouter } from './router.ts';
import { type Cursor, cursorOf, drain } from './streamCursor.ts';

const { jest } = import.meta;

/** The processes whose requests run at once, behind a router that decides the order of their calls. */
export type Stage = {
  router: Router;
  processes: Process[];
  cursors: Record<'seats' | 'registrations' | 'changes', Cursor>;
};

/** Starts so many processes. Without randomness there are no pauses between tries. */
export async function startStage(processCount: number): Promise<Stage> {
  const router = await startRouter();
  const cursors = {
    seats: await cursorOf('seats'),
    registrations: await cursorOf('registrations'),
    changes: await cursorOf('registrations'),
  };
  const processes: Process[] = [];
  for (let n = 0; n < processCount; n += 1) processes.push(await newProcess(router.url));
  jest.spyOn(Math, 'random').mockReturnValue(0);
  keepLog();
  return { router, processes, cursors };
}

/** How an event is made: `people` of those who exist register one after another. */
export type Start = { capacity: number; hasWaitlist: boolean; people: number };

export async function anEvent(
  { processes: [process] }: Stage,
  { capacity, hasWaitlist, people }: Start,
  existing: number,
  recorder: Recorder,
) {
  if (!process) throw new Error('There is no process');
  const eventId = randomUUID();
  const userIds = Array.from({ length: existing }, () => randomUUID());
  await process.createEvent(eventId, { capacity, hasWaitlist });
  for (const [n, userId] of userIds.entries()) {
    await process.createUser(userId);
    if (n < people) await recorder.record('register', userId, () => process.register(eventId, userId));
  }
  return { eventId, userIds };
}

/** Runs the consumers, and compares the history of an event with the rules. `mayFail` tells whether a request died. */
export async function expectRulesKept(
  { processes: [process], cursors }: Stage,
  eventId: string,
  { calls }: Recorder,
  mostSeats: number,
  mayFail = false,
): Promise<void> {
  if (!process) throw new Error('There is no process');
  const settle = () => drain(process.settleEventHandler, cursors.seats, cursors.registrations);
  await settle();
  await releaseStaleHoldsOf(eventId, process.releaseStaleHoldsHandler);
  await settle();
  const changes = changesOf(await cursors.changes(), eventId);
  const rows = (await process.listEventRegistrations(eventId)).body;
  expect({
    failed: mayFail ? [] : calls.filter(({ answer }) => answer.status >= 500),
    seatsKeptFromHead: seatsKeptFromHead(calls, changes),
    ...(await brokenRules(eventId, calls, changes, rows)),
  }).toEqual({ failed: [], seatsKeptFromHead: [], ...NOTHING_BROKEN });
  expect(mostSeated(changes)).toBeLessThanOrEqual(mostSeats);
}
