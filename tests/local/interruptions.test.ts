import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { openDatabase } from '../../local/dataFolder.ts';
import { anyFreePort } from '../../local/ports.ts';
import {
  expectSoundEvent,
  forEach,
  listAll,
  newEvent,
  newEventOnceFree,
  newUsers,
  noticesOf,
  register,
  send,
  succeed,
} from '../support/api/client.ts';
import {
  cleanUp,
  databaseOf,
  kill,
  npmStart,
  type Run,
  ready,
  remains,
  stage,
} from '../support/servers/npmStart.ts';
import { until } from '../support/servers/processes.ts';
import { type Receiver, startReceiver } from '../support/servers/webhookReceiver.ts';

const PEOPLE = 500;
const CAPACITY = 490;
/** What an answered PUT has promoted; the rest is the consumer's. */
const PROMOTED_IN_REQUEST = 100;

let receiver: Receiver;
let run: Run;
let people: string[];
/** An event in which all have a seat, and one in which all but the first wait. */
let seated: string;
let queued: string;
let queue: string[];

/** Starts the server, on the data of the run before. */
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

/** The people of an event by status, as the data of a run that has ended has it. */
async function storedCounts(eventId: string): Promise<{ registered: number; waitlisted: number }> {
  const database = await openDatabase(await anyFreePort(), run.dataDir);
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${database.port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: `event-management-api-${stage}-registrations`,
      KeyConditionExpression: 'eventId = :eventId',
      ExpressionAttributeValues: { ':eventId': { S: eventId } },
    }),
  );
  client.destroy();
  await database.stop();
  const registered = Items.filter(({ status }) => status?.S === 'registered').length;
  return { registered, waitlisted: Items.length - registered };
}

/** Deletes an event, and returns when some of its registrations are gone. */
async function deleteHalf(eventId: string): Promise<void> {
  await send('DELETE', `/events/${eventId}`);
  await until(async () => {
    const [latest] = await succeed('GET', `/events/${eventId}/history?limit=1`);
    return latest.change === 'removed';
  });
}

async function expectHalfDeleted(eventId: string): Promise<void> {
  const { registered, waitlisted } = await storedCounts(eventId);
  expect(registered + waitlisted).toBeGreaterThan(0);
  expect(registered + waitlisted).toBeLessThan(PEOPLE);
}

/** The event ends as if nothing had happened: its id is free, and each removal is in the history once, and told. */
async function expectToEndDeleted(eventId: string): Promise<void> {
  const history = () => listAll(`/events/${eventId}/history`);
  const removed = async () => (await history()).filter(({ change }) => change === 'removed');
  await until(async () => (await removed()).length >= people.length);
  expect((await removed()).map(({ userId }) => userId).sort()).toEqual(people.toSorted());
  await newEventOnceFree(eventId);
  expect(await rowsOf(eventId)).toEqual([]);
  // The next event of the id has a history of its own.
  expect(await history()).toEqual([]);
  await expectToBeTold(eventId, 'registration.removed', people);
}

/** The webhook hears this of each of the people, and of nobody else. */
async function expectToBeTold(eventId: string, type: string, userIds: string[]): Promise<void> {
  const told = async () => {
    const notices = (await noticesOf(eventId)).filter(notice => notice.type === type);
    return [...new Set(notices.map(({ data }) => data.registration.userId))].sort();
  };
  await until(async () => (await told()).length >= userIds.length);
  expect(await told()).toEqual(userIds.toSorted());
}

test('each consumer remembers for itself how far it has read', async () => {
  const places = await readdir(join(run.dataDir, 'streams'));
  const consumers = [
    'settleEvent',
    'removeDeletedUser',
    'recordHistory',
    'announceCancellation',
    'sendNotices',
  ];
  expect(places.sort()).toEqual(consumers.map(name => `${name}.json`).sort());
});

test('a deletion that a kill -9 of the server and its database ends half-way goes on at the next start', async () => {
  await deleteHalf(seated);
  await killAll();
  await expectHalfDeleted(seated);
  await start();
  await expectToEndDeleted(seated);
});

test('promotions that a kill -9 ends half-way go on at the next start, in the order of the queue', async () => {
  const registeredCount = async () => (await succeed('GET', `/events/${queued}`)).registeredCount;
  await succeed('PUT', `/events/${queued}`, { capacity: CAPACITY });
  await until(async () => (await registeredCount()) > PROMOTED_IN_REQUEST);
  await killAll();
  const { registered, waitlisted } = await storedCounts(queued);
  expect(registered).toBeGreaterThan(PROMOTED_IN_REQUEST);
  expect(registered).toBeLessThan(CAPACITY);
  expect(registered + waitlisted).toBe(PEOPLE);

  await start();
  await until(async () => (await registeredCount()) === CAPACITY);
  expect((await rowsOf(queued)).map(({ userId }) => userId)).toEqual(queue);
  await expectSoundEvent(queued);
  await expectToBeTold(queued, 'registration.promoted', queue.slice(1, CAPACITY));
});

test('what changes after a kill -9 is told to the webhook like what changed before it', async () => {
  await succeed('PUT', `/events/${queued}`, { status: 'cancelled' });
  await expectToBeTold(queued, 'registration.event_cancelled', people);
  expect((await noticesOf(queued)).map(({ type }) => type)).toContain('event.cancelled');
});

test('Ctrl-C in the middle of a deletion stops every process without a word, and the next start goes on with it', async () => {
  await deleteHalf(queued);
  const before = run.printed().length;
  process.kill(-run.pid, 'SIGINT');
  await run.ended;
  await until(() => remains(run).length === 0);
  const printed = run.printed().slice(before);
  expect(printed.replaceAll(/^[A-Z]+ \/\S* \d{3} \d+ ms$/gm, '').trim()).toBe('');
  await expectHalfDeleted(queued);
  await start();
  await expectToEndDeleted(queued);
});
