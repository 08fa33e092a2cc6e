import type { DynamoDBRecord } from 'aws-lambda';
import type * as history from '../../../lib/repositories/history.ts';
import { withFaults } from '../../simulator/callFaults.ts';
import type { Call } from '../../simulator/callNames.ts';
import { itemsOf } from '../../support/records/items.ts';
import { anEvent, registeredUsers } from '../../support/records/records.ts';
import { deliver, failuresOf, sequenceNumbersOf } from '../../support/records/streams.ts';
import { changesOf, record } from '../../support/records/toldHistory.ts';

/** The entries of an event as they are stored. */
const entriesOf = async (eventId: string): Promise<history.Entry[]> =>
  (await itemsOf<history.Entry>('history', eventId)).sort((a, b) => (a.timeEntryId < b.timeEntryId ? -1 : 1));

describe('failures', () => {
  /** Delivers changes to a consumer whose database has no capacity for the entries of these people. */
  const deliverWithout = (userIds: string[], records: DynamoDBRecord[]) =>
    withFaults(
      'streams/recordHistory',
      ({ operation, input }: Call) =>
        operation === 'PutItem' && userIds.includes(input.Item.userId.S) ? 'throttled' : undefined,
      run => deliver(run, records, 6000),
    );

  test('are reported for the changes that are not written down, and for no other', async () => {
    const eventId = await anEvent({ capacity: 4 });
    const userIds: string[] = [];
    const records = await changesOf(async () => userIds.push(...(await registeredUsers(eventId, 4))));
    const unlucky = userIds.slice(1, 3);
    const { result, logged } = await deliverWithout(unlucky, records);
    const written = (await entriesOf(eventId)).map(({ userId }) => userId);
    expect(written.sort()).toEqual(userIds.filter(userId => !unlucky.includes(userId)).sort());
    const unwritten = records.filter(({ dynamodb }) => unlucky.includes(String(dynamodb?.Keys?.userId?.S)));
    expect(failuresOf(result)).toEqual(sequenceNumbersOf(unwritten));
    expect(logged).toEqual(['RECORD_FAILED', 'RECORD_FAILED']);
    await record(records);
    expect(await entriesOf(eventId)).toHaveLength(4);
  });

  test('of all changes fail the batch', async () => {
    const eventId = await anEvent();
    const userIds: string[] = [];
    const records = await changesOf(async () => userIds.push(...(await registeredUsers(eventId, 2))));
    await expect(deliverWithout(userIds, records)).rejects.toThrow('All records failed processing');
    expect(await entriesOf(eventId)).toEqual([]);
  });
});
