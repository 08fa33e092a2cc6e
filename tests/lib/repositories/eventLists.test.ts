import { dateEventId } from '../../../lib/domain/sortKeys.ts';
import * as eventLists from '../../../lib/repositories/eventLists.ts';
import { aSeatsItem } from '../../support/records/records.ts';

test('idsByDate lists the events of a range of days by date, with one status or with any', async () => {
  const day = (date: string, eventId: string, status: 'active' | 'cancelled') =>
    aSeatsItem({ eventId, status, dateEventId: dateEventId(date, eventId) });
  await day('1999-01-02', 'b', 'active');
  await day('1999-01-02', 'a', 'cancelled');
  await day('1999-01-01', 'c', 'active');
  await day('1999-01-03', 'd', 'active');
  const ids = async (status?: string, sort: 'date' | '-date' = 'date') =>
    (await eventLists.idsByDate({ status, from: '1999-01-01', to: '1999-01-02', sort }, 9)).map(
      ({ eventId }) => eventId,
    );
  expect(await ids()).toEqual(['c', 'a', 'b']);
  expect(await ids(undefined, '-date')).toEqual(['b', 'a', 'c']);
  expect(await ids('active')).toEqual(['c', 'b']);
  expect(await ids('active', '-date')).toEqual(['b', 'c']);
  expect(await ids('completed')).toEqual([]);
});
