import type { DynamoDBRecord } from 'aws-lambda';
import { keepLog } from '../../support/api/log.ts';
import { expectPeople, unregister, updateEvent } from '../../support/api/operations.ts';
import { coldStart } from '../../support/records/coldStart.ts';
import { deliver, recordsOf } from '../../support/records/streams.ts';
import { aFullEvent, raiseCapacity, reactivate } from '../../support/records/unfinished.ts';

const { jest } = import.meta;
afterEach(() => jest.restoreAllMocks());

const LOGGING = { POWERTOOLS_LOG_LEVEL: 'INFO', POWERTOOLS_METRICS_DISABLED: 'false' };

/** In seconds since 1970. */
const TIME = 1_800_000_000;

/** The records as if their changes were made a second after one another, the first one at this time. */
const timed = (records: DynamoDBRecord[], first = TIME): DynamoDBRecord[] =>
  records.map((record, index) => ({
    ...record,
    dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: first + index },
  }));

/** What settleEvent writes as metrics when it gets these records so many milliseconds after that time. */
async function metricsOf(records: DynamoDBRecord[], laterMs: number) {
  const log = keepLog();
  jest.spyOn(Date, 'now').mockReturnValue(TIME * 1000 + laterMs);
  try {
    await coldStart('streams/settleEvent', LOGGING, async handler =>
      expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] }),
    );
    return log.lines().filter(line => '_aws' in line);
  } finally {
    log.stop();
  }
}

const delaysIn = (lines: Awaited<ReturnType<typeof metricsOf>>): number[] =>
  lines.flatMap(({ promotionDelay }) => promotionDelay ?? []);

test('the delay of a promotion is a metric: the milliseconds since the change that left the seat free', async () => {
  const { eventId, userIds } = await aFullEvent(2);
  const records = await recordsOf('seats', () => raiseCapacity(eventId, 2));
  const metrics = [{ Name: 'promotionDelay', Unit: 'Milliseconds' }];
  expect(await metricsOf(timed(records), 4321)).toEqual([
    {
      _aws: expect.objectContaining({ CloudWatchMetrics: [expect.objectContaining({ Metrics: metrics })] }),
      service: 'event-management-api-test',
      function: 'local',
      promotionDelay: 4321,
    },
  ]);
  await expectPeople(eventId, userIds, []);
});

test('each person has a delay since the first change of a batch, also when they are more than a line holds', async () => {
  const { eventId, userIds } = await aFullEvent(103);
  const records = await recordsOf('seats', async () => {
    await raiseCapacity(eventId, 50);
    await raiseCapacity(eventId, 102);
  });
  const lines = await metricsOf(timed(records), 5000);
  expect(delaysIn(lines)).toEqual(Array(101).fill(5000));
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expect(line).toMatchObject({ function: 'local' });
  await expectPeople(eventId, userIds.slice(0, 102), userIds.slice(102));
});

test('promotions at an event that is active again have their delay', async () => {
  const { eventId, userIds } = await aFullEvent(3);
  await updateEvent(eventId, { status: 'cancelled', capacity: 2 });
  const records = await recordsOf('seats', () => reactivate(eventId));
  expect(delaysIn(await metricsOf(timed(records), 1000))).toEqual([1000]);
  await expectPeople(eventId, userIds.slice(0, 2), userIds.slice(2));
});

test('a seat that is passed on when it is given up, or filled before the answer to an edit, has no delay', async () => {
  const { eventId, userIds } = await aFullEvent(4);
  const records = await recordsOf('seats', async () => {
    await unregister(eventId, String(userIds[0]));
    await updateEvent(eventId, { capacity: 2 });
  });
  expect(await metricsOf(timed(records), 1000)).toEqual([]);
  await expectPeople(eventId, userIds.slice(1, 3), userIds.slice(3));
});

test('a delay is none when the clock of the stream is ahead', async () => {
  const { eventId } = await aFullEvent(2);
  const records = await recordsOf('seats', () => raiseCapacity(eventId, 2));
  expect(delaysIn(await metricsOf(timed(records), -1))).toEqual([0]);
});
