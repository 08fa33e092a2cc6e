import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  expectSoundEvent,
  forEach,
  listAll,
  newEvent,
  newUsers,
  noticesOf,
  register,
  succeed,
} from '../support/api/client.ts';
import { deleteHalf, expectNotices, expectToEndDeleted } from '../support/api/deletedEvents.ts';
import {
  cleanUp,
  databaseOf,
  kill,
  npmStart,
  type Run,
  ready,
  remains,
} from '../support/servers/npmStart.ts';
import { until } from '../support/servers/processes.ts';
import { besideRequests } from '../support/servers/runs.ts';
import { storedCounts } from '../support/servers/storedCounts.ts';
import { type Receiver, startReceiver } from '../support/servers/webhookReceiver.ts';

const PEOPLE = 500;
const CAPACITY = 490;
/** A PUT promotes so many people before its answer. The consumer promotes the others. */
const PROMOTED_IN_REQUEST = 100;

let receiver: Receiver;
let run: Run;
let people: string[];
/** At one event everybody has a seat. At the other everybody but the first person waits. */
let seated: string;
let queued: string;
let queue: string[];

/** Starts the server on the data of the run before. */
async function start(): Promise<void> {
  const env = { WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: receiver.secret };
  run = await ready(await npmStart({ env, ...(run && { dataDir: run.dataDir }) }));
  process.env.TEST_URL = run.url;
}

async function killAll(): Promise<void> {
  const database = databaseOf(run);
  kill(database?.parent);
  kill(database?.pid);
  await run.ended;
  await until(() => remains(run).length === 0);
}

beforeAll(async () => {
  receiver = await startReceiver();
  process.env.TEST_RECEIVER_URL = receiver.url;
  await start();
  seated = await newEvent({ capacity: PEOPLE });
  queued = await newEvent({ capacity: 1 });
  people = await newUsers(PEOPLE);
  await forEach(people, 2, async userId => {
    await register(seated, userId);
    await register(queued, userId);
  });
  queue = (await rowsOf(queued)).map(({ userId }) => userId);
}, 120_000);

afterAll(async () => {
  receiver.stop();
  await cleanUp();
});

const rowsOf = (eventId: string) => listAll(`/events/${eventId}/registrations`);

async function expectHalfDeleted(eventId: string): Promise<void> {
  const { registered, waitlisted } = await storedCounts(run, eventId);
  expect(registered + waitlisted).toBeGreaterThan(0);
  expect(registered + waitlisted).toBeLessThan(PEOPLE);
}

test('each consumer stores its own position in the streams', async () => {
  const files = await readdir(join(run.dataDir, 'streams'));
  const consumers = [
    'settleEvent',
    'removeDeletedUser',
    'recordHistory',
    'announceCancellation',
    'sendNotices',
  ];
  expect(files.sort()).toEqual(consumers.map(name => `${name}.json`).sort());
});

test('a deletion that is interrupted by kill -9 goes on at the next start', async () => {
  await deleteHalf(seated);
  await killAll();
  await expectHalfDeleted(seated);
  await start();
  await expectToEndDeleted(seated, people);
});

test('promotions that are interrupted by kill -9 go on at the next start, in the order of the queue', async () => {
  const registeredCount = async () => (await succeed('GET', `/events/${queued}`)).registeredCount;
  await succeed('PUT', `/events/${queued}`, { capacity: CAPACITY });
  await until(async () => (await registeredCount()) > PROMOTED_IN_REQUEST);
  await killAll();
  const { registered, waitlisted } = await storedCounts(run, queued);
  expect(registered).toBeGreaterThan(PROMOTED_IN_REQUEST);
  expect(registered).toBeLessThan(CAPACITY);
  expect(registered + waitlisted).toBe(PEOPLE);

  await start();
  await until(async () => (await registeredCount()) === CAPACITY);
  expect((await rowsOf(queued)).map(({ userId }) => userId)).toEqual(queue);
  await expectSoundEvent(queued);
  await expectNotices(queued, 'registration.promoted', queue.slice(1, CAPACITY));
});

test('changes after a kill -9 have notices like changes before it', async () => {
  await succeed('PUT', `/events/${queued}`, { status: 'cancelled' });
  await expectNotices(queued, 'registration.event_cancelled', people);
  expect((await noticesOf(queued)).map(({ type }) => type)).toContain('event.cancelled');
});

test('Ctrl-C during a deletion stops every process and prints nothing, and the deletion goes on at the next start', async () => {
  await deleteHalf(queued);
  const before = run.printed().length;
  process.kill(-run.pid, 'SIGINT');
  await run.ended;
  await until(() => remains(run).length === 0);
  const printed = run.printed().slice(before);
  expect(besideRequests(printed)).toBe('');
  await expectHalfDeleted(queued);
  await start();
  await expectToEndDeleted(queued, people);
});
