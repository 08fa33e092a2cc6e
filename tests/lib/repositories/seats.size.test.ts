import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Ref } from '../../../lib/dynamo/read.ts';
import { update } from '../../../lib/dynamo/write.ts';
import * as funnels from '../../../lib/repositories/funnels.ts';
import { lastOutcomeOf } from '../../../lib/repositories/lastRound.ts';
import * as rounds from '../../../lib/repositories/rounds.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { deleteEvent, updateEvent } from '../../support/api/operations.ts';
import { alter } from '../../support/records/audit.ts';
import { anEvent, stored } from '../../support/records/records.ts';

/** The largest number of people at each of 32 funnels that four digits hold: more than come in a round. */
const CUTS = Array(32).fill(9999);

/** Most issuers of tokens name people by a UUID. An owner with a longer id may cost a unit more. */
const OWNER_LENGTH = 36;

/** The most people who come to a funnel in a usual round. */
const USUAL_ARRIVALS = 25;

/** The units of an update that changes nothing, which are the kilobytes of the item. */
async function unitsOf({ table, key }: Ref<object>): Promise<number | undefined> {
  const { ConsumedCapacity } = await DynamoDBDocumentClient.from(new DynamoDBClient()).send(
    new UpdateCommand({
      TableName: table,
      Key: key,
      UpdateExpression: 'REMOVE nothing',
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  return ConsumedCapacity?.CapacityUnits;
}

/** Commits a round of the largest crowd, and returns the event after it. */
async function commitRound(eventId: string): Promise<seats.Item> {
  const event = (await stored(seats.ref(eventId))) as seats.Item;
  const { kind, item } = await update(rounds.commit(event, CUTS, Date.now()));
  expect(kind).toBe('updated');
  return item as seats.Item;
}

test('the item of the largest event, with the longest id, in the greatest crowd, costs one unit', async () => {
  const eventId = 'x'.repeat(128);
  const questions = [{ key: 'a', label: 'A?', type: 'text' }];
  await anEvent({
    eventId,
    capacity: 100_000,
    expectedPeople: 10_000_000,
    hasWaitlist: true,
    questions,
    opensAt: '2001-01-01T00:00:00.123Z',
    closesAt: '9999-01-01T00:00:00.123Z',
    leaveUntil: '9999-01-01T00:00:00.123Z',
    waitlistCapacity: 1_000_000,
  });
  await alter(seats.ref(eventId), { ownerId: 'x'.repeat(OWNER_LENGTH) });
  for (const status of ['completed', 'active']) await updateEvent(eventId, { status, date: '9999-12-31' });
  await alter(seats.ref(eventId), {
    registeredCount: 80_001,
    checkedInCount: 99_999,
    lastSeatHold: 9_999_999,
    hasAnonymous: true,
    hadPeople: true,
    redatedAt: new Date().toISOString(),
    floor: 9_999_999,
    lastTicket: 99_999_999,
    round: 99_999,
  });
  const sold = await commitRound(eventId);
  expect(lastOutcomeOf(sold)).toMatchObject({ cuts: CUTS, seated: 19_999, queued: 299_969 });
  expect(await unitsOf(seats.ref(eventId))).toBe(1);
  await alter(seats.ref(eventId), { waitlistCount: 99_999_999 });
  const denial = { kind: 'waitlistFull', waiting: 99_999_999 };
  expect(lastOutcomeOf(await commitRound(eventId))).toMatchObject({ round: 100_001, denial });
  expect(await unitsOf(seats.ref(eventId))).toBe(1);
  expect((await deleteEvent(eventId)).status).toBe(204);
  expect(await unitsOf(seats.ref(eventId))).toBe(1);
  // Every attribute that an item can have is there, but for the one that a deletion removes.
  expect(Object.keys((await stored(seats.ref(eventId))) as seats.Item).sort()).toEqual(ATTRIBUTES);
});

test('a funnel at which the usual number of people came, in a round and in the one before, costs one unit', async () => {
  const [incarnation, funnel] = [randomUUID(), 31];
  for (let round = 1; round <= 2; round += 1) {
    for (let n = 1; n <= USUAL_ARRIVALS; n += 1) {
      const arrival = await funnels.arrive(incarnation, funnel, funnels.tokenOf(randomUUID()));
      expect(arrival).toEqual({ funnel, round, index: n });
    }
    if (round === 1) await funnels.fence(incarnation, funnel, round);
  }
  expect(await unitsOf(funnels.ref(incarnation, funnel))).toBe(1);
});

const ATTRIBUTES = [
  'capacity',
  'checkedInCount',
  'closesAt',
  'crowdAt',
  'date',
  'deletedAt',
  'eventId',
  'floor',
  'funnels',
  'hadPeople',
  'hasAnonymous',
  'hasWaitlist',
  'incarnation',
  'lanes',
  'lastSeatHold',
  'lastTicket',
  'leaveUntil',
  'opensAt',
  'ownerId',
  'questionsVersion',
  'redatedAt',
  'registeredCount',
  'round',
  'roundCapacity',
  'roundCuts',
  'roundDenial',
  'roundQueued',
  'roundSeatHold',
  'roundSeated',
  'roundStatus',
  'roundTicket',
  'roundWaiting',
  'status',
  'statusSetAt',
  'sweep',
  'sweepKind',
  'version',
  'waitlistCapacity',
  'waitlistCount',
];
