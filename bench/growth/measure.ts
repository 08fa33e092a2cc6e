import { handler as getEvent } from '../../functions/getEvent.ts';
import { handler as getEventAvailability } from '../../functions/getEventAvailability.ts';
import { handler as getUserCalendar } from '../../functions/getUserCalendar.ts';
import { handler as listEventRegistrations } from '../../functions/listEventRegistrations.ts';
import { handler as listEvents } from '../../functions/listEvents.ts';
import { handler as listUserRegistrations } from '../../functions/listUserRegistrations.ts';
import { handler as listUsers } from '../../functions/listUsers.ts';
import { handler as registerForEvent } from '../../functions/registerForEvent.ts';
import { handler as unregisterFromEvent } from '../../functions/unregisterFromEvent.ts';
import { consumptionOf } from '../../tests/simulator/calls.ts';
import { call, type TestRequest } from '../../tests/support/api/invoke.ts';
import { anEvent, aUser } from '../../tests/support/records/records.ts';
import { makeWorld, type World } from './world.ts';

/** What an operation costs: its calls, the units that the engine counts, and the median of its time. */
export type Cost = { calls: number; readUnits: number; writeUnits: number; ms: number };

/** The costs of an operation, in the order of the sizes. `page` is how many registrations it shows. */
export type Measured = { operation: string; page: number; costs: Cost[] };

/** Each operation runs so many times. Its time is the median. */
const RUNS = 7;

/** The answer that a request must get: its HTTP status, and the status of a registration in its body. */
type Expected = { status: number; state?: 'registered' | 'waitlisted' };

type Request = Expected & { handler: unknown; request: TestRequest };

/** Makes the request that is measured in a world. What it needs before is not measured. */
type Prepare = (world: World) => Promise<Request>;

const SEATED: Expected = { status: 201, state: 'registered' };
const WAITING: Expected = { status: 201, state: 'waitlisted' };

const register = (eventId: string, userId: string, expected: Expected): Request => ({
  handler: registerForEvent,
  request: { method: 'POST', path: { eventId }, body: { userId } },
  ...expected,
});

const get = (handler: unknown, path: Record<string, string>, query = {}): Request => ({
  handler,
  request: { path, query },
  status: 200,
});

const leave = (eventId: string, userId: string): Request => ({
  handler: unregisterFromEvent,
  request: { method: 'DELETE', path: { eventId, userId } },
  status: 200,
});

/** What is measured. An operation that shows a page is compared from the first size on that fills it. */
const OPERATIONS: [name: string, prepare: Prepare, page?: number][] = [
  ['register: a free seat', async ({ seatsEvent }) => register(seatsEvent, await aUser(), SEATED)],
  [
    'register: the next position in a quiet queue',
    async ({ queueEvent }) => register(queueEvent, await aUser(), WAITING),
  ],
  [
    'register: somebody with N registrations',
    async ({ person }) => register(await anEvent(), person, SEATED),
  ],
  [
    'register: somebody who waits, 409 with the position',
    async ({ queueEvent, lastInQueue }) => register(queueEvent, lastInQueue, { status: 409 }),
  ],
  [
    'leave: a seat, with a promotion',
    async world => {
      const { queueEvent } = world;
      const seated = await call(listEventRegistrations, {
        path: { eventId: queueEvent },
        query: { status: 'registered', limit: '1' },
      });
      return leave(queueEvent, seated.body[0].userId);
    },
  ],
  [
    'leave: the queue',
    async ({ queueEvent }) => {
      const userId = await aUser();
      const { handler, request } = register(queueEvent, userId, WAITING);
      await call(handler, request);
      return leave(queueEvent, userId);
    },
  ],
  ['get an event', async ({ seatsEvent }) => get(getEvent, { eventId: seatsEvent })],
  [
    'the availability of an event',
    async ({ seatsEvent }) => get(getEventAvailability, { eventId: seatsEvent }),
  ],
  [
    '100 of the seats of an event',
    async ({ seatsEvent }) => get(listEventRegistrations, { eventId: seatsEvent }, { status: 'registered' }),
  ],
  [
    '100 of the queue of an event',
    async ({ queueEvent }) => get(listEventRegistrations, { eventId: queueEvent }, { status: 'waitlisted' }),
  ],
  [
    '10 registrations of a person',
    async ({ person }) => get(listUserRegistrations, { userId: person }, { limit: '10' }),
  ],
  ['100 registrations of a person', async ({ person }) => get(listUserRegistrations, { userId: person })],
  [
    'the calendar of a person, up to 500 events',
    async ({ person }) => get(getUserCalendar, { userId: person }),
    500,
  ],
  ['100 events', async () => get(listEvents, {})],
  ['100 users', async () => get(listUsers, {})],
];

/** Measures every operation in a world of each size. */
export async function measureGrowth(sizes: number[], progress: (text: string) => void): Promise<Measured[]> {
  const measured = OPERATIONS.map(
    ([operation, _prepare, page = 0]): Measured => ({ operation, page, costs: [] }),
  );
  for (const count of sizes) {
    const world = await makeWorld(count, progress);
    progress(`Measuring with ${count} …`);
    for (const [n, [, prepare]] of OPERATIONS.entries()) {
      measured[n]?.costs.push(await costOf(() => prepare(world)));
    }
  }
  return measured;
}

async function costOf(prepare: () => Promise<Request>): Promise<Cost> {
  const costs: Cost[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { handler, request, status, state } = await prepare();
    const begun = performance.now();
    const { result, ...consumed } = await consumptionOf(() => call(handler, request));
    costs.push({ ...consumed, ms: performance.now() - begun });
    if (result.status !== status || (state && result.body.status !== state))
      throw new Error(`Answered ${result.status}: ${JSON.stringify(result.body)}`);
  }
  const inOrder = (what: keyof Cost) => costs.map(cost => cost[what]).sort((a, b) => a - b);
  const median = (what: keyof Cost) => inOrder(what)[Math.floor(RUNS / 2)] ?? Number.NaN;
  return {
    calls: median('calls'),
    readUnits: median('readUnits'),
    writeUnits: median('writeUnits'),
    ms: median('ms'),
  };
}
