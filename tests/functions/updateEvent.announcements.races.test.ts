import { transact } from '../../lib/dynamo/write.ts';
import type * as announcements from '../../lib/repositories/announcements.ts';
import * as seats from '../../lib/repositories/seats.ts';
import * as seatsLifecycle from '../../lib/repositories/seatsLifecycle.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import { deleteEvent, getEvent, updateEvent } from '../support/api/operations.ts';
import { announced, withWebhook } from '../support/records/announcements.ts';
import { anEvent, stored } from '../support/records/records.ts';

type Data = { event: Answer['body']; previous?: Record<string, string> };
const dataOf = ({ data }: announcements.Item) => data as Data;
const requestOf = (eventId: string, body: object) => ({ method: 'PUT', path: { eventId }, body });

describe('an edit and its announcement', () => {
  const edited = { title: 'New', date: '2031-01-01', status: 'cancelled' };

  test('are one: both are there when the process dies right after them', async () => {
    const eventId = await anEvent();
    await withWebhook(() =>
      answerWith('updateEvent', requestOf(eventId, edited), { readEvent: [undefined, 'dead'] }),
    );
    expect((await getEvent(eventId)).body).toMatchObject(edited);
    expect((await announced(eventId)).map(({ type }) => type)).toEqual(['event.cancelled', 'event.updated']);
  });

  test('are one: neither is there when it dies before', async () => {
    const eventId = await anEvent();
    await withWebhook(() =>
      answerWith('updateEvent', requestOf(eventId, edited), { TransactWriteItems: 'dead' }),
    );
    expect((await getEvent(eventId)).body.status).toBe('active');
    expect(await announced(eventId)).toEqual([]);
  });

  test('are made once when the answer of the database is lost', async () => {
    const eventId = await anEvent();
    await withWebhook(() =>
      answerWith('updateEvent', requestOf(eventId, edited), { TransactWriteItems: 'lost' }),
    );
    expect((await announced(eventId)).map(({ type }) => type)).toEqual(['event.cancelled', 'event.updated']);
  });

  test.each([{ title: 'Mine' }, { status: 'cancelled' }, { location: 'Mine', capacity: 9 }])(
    'describe %j together with the edit that others made just before',
    async body => {
      const eventId = await anEvent({ date: '2030-01-01', title: 'Old' });
      const theirs = () => updateEvent(eventId, { date: '2031-01-01', description: 'Theirs' });
      await withWebhook(() =>
        answerWith('updateEvent', requestOf(eventId, body), { TransactWriteItems: theirs }),
      );
      const { body: event } = await getEvent(eventId);
      const announcements = await announced(eventId);
      expect(announcements).toHaveLength(1);
      expect(announcements[0]?.data).toMatchObject({ event });
      expect(Object.keys(dataOf(announcements[0] as announcements.Item).previous ?? {})).not.toContain(
        'date',
      );
    },
  );

  test('are based on both items of an event, even when a read saw one of them too early', async () => {
    const eventId = await anEvent({ date: '2030-01-01', title: 'Old' });
    const seen = (await stored(seats.ref(eventId))) as seats.Item;
    const moved = { date: '2031-01-01' };
    const catchUp = () => transact({ writes: [seatsLifecycle.amend(seen, moved)] });
    await withWebhook(() =>
      answerWith('updateEvent', requestOf(eventId, { title: 'New' }), { TransactWriteItems: catchUp }),
    );
    const [announcement, ...others] = await announced(eventId);
    expect(others).toEqual([]);
    expect(announcement?.data).toMatchObject({ event: { title: 'New', date: '2031-01-01' } });
  });

  test.each([{ title: 'New' }, { status: 'cancelled' }])(
    'are not made for %j when the event is deleted just before, which is a 404',
    async body => {
      const eventId = await anEvent();
      const { answer } = await withWebhook(() =>
        answerWith('updateEvent', requestOf(eventId, body), {
          TransactWriteItems: () => deleteEvent(eventId),
        }),
      );
      expectProblem(answer, 'EVENT_NOT_FOUND');
      expect(await announced(eventId)).toEqual([]);
    },
  );
});
