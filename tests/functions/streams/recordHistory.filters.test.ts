import type { DynamoDBRecord } from 'aws-lambda';
import { handler } from '../../../functions/streams/recordHistory.ts';
import {
  checkIn,
  listEventHistory,
  register,
  undoCheckIn,
  unregister,
  updateEvent,
} from '../../support/api/operations.ts';
import { filterRecords, filtersOf } from '../../support/records/filters.ts';
import { anEvent, registeredUsers } from '../../support/records/records.ts';
import { deliver, recordsOf } from '../../support/records/streams.ts';

test('the filters of its stream let through all that is recorded, and leave out changes that are not', async () => {
  const eventId = await anEvent({ capacity: 1 });
  const records = await recordsOf('registrations', async () => {
    const [ada = '', ben = '', cleo = ''] = await registeredUsers(eventId, 3);
    await checkIn(eventId, ada);
    await undoCheckIn(eventId, ada);
    await unregister(eventId, ada);
    await checkIn(eventId, ben);
    await unregister(eventId, cleo);
    await register(eventId, cleo);
    await updateEvent(eventId, { date: '2031-01-01' });
    await updateEvent(eventId, { capacity: 2 });
  });
  const delivered = filterRecords(filtersOf('recordHistory'), records);
  const isOfDateAlone = ({ eventName, dynamodb: { NewImage = {} } = {} }: DynamoDBRecord) =>
    eventName === 'MODIFY' && !NewImage.promotedAt?.S && !NewImage.checkInChangedAt;
  expect(records.filter(isOfDateAlone)).toHaveLength(1);
  expect(delivered).toEqual(records.filter(record => !isOfDateAlone(record)));
  expect(await deliver(handler, delivered)).toEqual({ batchItemFailures: [] });
  const changesIn = async () => (await listEventHistory(eventId)).body.map(({ change }: Entry) => change);
  const recorded = await changesIn();
  expect(recorded.sort()).toEqual(
    [
      ...['registered', 'waitlisted', 'waitlisted', 'unregistered', 'promoted'],
      ...['checked_in', 'check_in_undone', 'checked_in'],
      ...['unregistered', 'waitlisted', 'promoted'],
    ].sort(),
  );
  // What was left out adds nothing.
  expect(await deliver(handler, records)).toEqual({ batchItemFailures: [] });
  expect((await changesIn()).sort()).toEqual(recorded);
});

type Entry = { change: string };
