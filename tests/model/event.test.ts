import fc from 'fast-check';
import { keepLog } from '../support/api/log.ts';
import { commands, PEOPLE } from './commands.ts';
import { EventModel } from './eventModel.ts';
import { newProcess } from './newProcess.ts';
import { RealEvent, type World } from './realEvent.ts';
import { startRouter } from './router.ts';
import { replay, runs, timeLimitMs } from './settings.ts';
import { cursorOf } from './streamCursor.ts';

const { jest } = import.meta;
const RUNS = 20;
let world: World;

beforeAll(async () => {
  const router = await startRouter();
  const cursors = {
    seats: await cursorOf('seats'),
    registrations: await cursorOf('registrations'),
    users: await cursorOf('users'),
  };
  world = { router, process: await newProcess(router.url), cursors };
  // Without randomness there are no pauses between tries.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  // Processes that die write to the log.
  keepLog();
});

afterAll(() => world.router.stop());

async function anEventLikeItsModel(settings: { capacity: number; hasWaitlist: boolean }) {
  const all = { ...settings, status: 'active' as const };
  const real = new RealEvent(world, PEOPLE);
  for (let n = 0; n < PEOPLE; n += 1) await real.createUser(n);
  await real.create(all);
  return { real, model: new EventModel(real.eventId, real.userIds, all) };
}

test(
  'an event follows its rules, whatever people ask and whatever its database does',
  async () => {
    const settings = fc.record({ capacity: fc.integer({ min: 1, max: 3 }), hasWaitlist: fc.boolean() });
    const property = fc.asyncProperty(
      settings,
      fc.commands(commands, { maxCommands: 30, size: 'max', ...replay }),
      async (start, steps) => {
        const { real, model } = await anEventLikeItsModel(start);
        await fc.asyncModelRun(() => ({ model, real }), steps);
        await real.expectSoundAfterQuiet(model);
      },
    );
    await fc.assert(property, runs(RUNS));
  },
  timeLimitMs(RUNS),
);
