import { randomInt, randomUUID } from 'node:crypto';
import { violationsOf } from '../../lib/maintenance/audit.ts';
import type { Fault } from '../simulator/faults.ts';
import { withWeather } from '../simulator/weather.ts';
import { ask, type Crowd, type Sight } from './crowd.ts';
import { drain, tailOf } from './cursor.ts';
import * as engine from './handlers.ts';
import { changesOf, Recorder } from './history.ts';
import { falsePromotions, mostSeated, queueJumpers, wrongOrders } from './historyChecks.ts';
import { contradictions, endsOf } from './linearisable.ts';
import { newProcess, type Process } from './newProcess.ts';
import { releaseStaleHoldsOf } from './realEvent.ts';

/**
 * HISTORY_SECONDS=60 records for longer. A run that fails prints its seed: WEATHER_SEED=… has every client ask the same
 * things, and the weather do the same to them; how they meet is left to chance.
 */
const SECONDS = Number(process.env.HISTORY_SECONDS ?? 8);
const SEED = Number(process.env.WEATHER_SEED ?? randomInt(2 ** 31));
const [CLIENTS, PROCESSES, PEOPLE, MOST_SEATS] = [20, 5, 30, 8];
const MOST_RUNS = 5;

const faults: Fault[] = [
  { kind: 'cutAfter', probability: 0.01 },
  { kind: 'cut', probability: 0.01 },
  { kind: 'failureAfter', probability: 0.01 },
  { kind: 'failure', probability: 0.01 },
  { kind: 'inProgress', probability: 0.005 },
  { kind: 'wrappedThrottle', probability: 0.01 },
  { kind: 'throughput', probability: 0.01 },
  { kind: 'slow', probability: 0.01, lateMs: [20, 300] },
];

async function aCrowd(url: string): Promise<Crowd> {
  const eventId = randomUUID();
  const userIds = Array.from({ length: PEOPLE }, () => randomUUID());
  await engine.createEvent(eventId, { capacity: 4, hasWaitlist: true });
  for (const userId of userIds) await engine.createUser(userId);
  const processes: Process[] = [];
  for (let n = 0; n < PROCESSES; n += 1) processes.push(await newProcess(url));
  return {
    eventId,
    userIds,
    processes,
    recorder: new Recorder(),
    sights: [],
    mostSeats: MOST_SEATS,
    seed: SEED,
  };
}

/** What the consumers and the schedule do when nobody asks any more. */
async function quiet(eventId: string): Promise<void> {
  const [seats, registrations] = [await tailOf('seats'), await tailOf('registrations')];
  const settle = () => drain(engine.settleEventHandler, seats, registrations);
  await settle();
  await releaseStaleHoldsOf(eventId, engine.releaseStaleHoldsHandler);
  await settle();
}

const changesAt = async (eventId: string) => changesOf(await (await tailOf('registrations'))(), eventId);

const isTooFull = ({ seated, capacity }: Sight) => seated > Math.min(capacity, MOST_SEATS);

test(
  'a crowd in bad weather hears answers that are true in one order, and is served in the order of its coming',
  async () => {
    import.meta.jest.spyOn(console, 'error').mockImplementation(() => {});
    const durations = {
      transaction: { p50: 12, p99: 50 },
      write: { p50: 4, p99: 15 },
      read: { p50: 2, p99: 8 },
    };
    const forecast = { seed: SEED, faults, contention: { durations } };
    await withWeather(forecast, async (url, { happened }) => {
      const crowd = await aCrowd(url);
      const { eventId, sights, recorder } = crowd;
      const promoted = async () =>
        (await changesAt(eventId)).filter(({ what }) => what === 'promoted').length;
      // On a slow machine a run may see no promotion, for example while its event is cancelled: it goes on then.
      for (let runs = 0; runs < MOST_RUNS && (await promoted()) === 0; runs += 1) {
        await ask({ ...crowd, seed: SEED + runs }, CLIENTS, SECONDS);
      }
      await quiet(eventId);
      const changes = await changesAt(eventId);
      const rows = (await engine.listEventRegistrations(eventId)).body;
      const { calls } = recorder;
      expect(happened.TransactionConflict).toBeGreaterThan(0);
      expect(changes.filter(({ what }) => what === 'promoted').length).toBeGreaterThan(0);
      expect({
        tooFull: sights.filter(isTooFull),
        contradictions: contradictions(calls, endsOf(rows)),
        queueJumpers: queueJumpers(calls, changes),
        wrongOrders: wrongOrders(calls, rows),
        falsePromotions: falsePromotions(calls, changes),
        violations: await violationsOf(eventId),
      }).toEqual({
        tooFull: [],
        contradictions: [],
        queueJumpers: [],
        wrongOrders: [],
        falsePromotions: [],
        violations: [],
      });
      expect(mostSeated(changes)).toBeLessThanOrEqual(MOST_SEATS);
    });
  },
  60_000 + MOST_RUNS * SECONDS * 2000,
);
