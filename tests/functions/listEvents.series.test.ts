import { randomUUID } from 'node:crypto';
import { expectAnswer, expectBrokenRules } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import {
  copyEvent,
  deleteEvent,
  getEvent,
  listEvents,
  settleEvents,
  updateEvent,
} from '../support/api/operations.ts';
import { anEvent } from '../support/records/records.ts';

const idsIn = ({ body }: Answer): string[] => body.map(({ eventId }: { eventId: string }) => eventId);
const seriesOf = async (series: string, query: Record<string, string> = {}) =>
  idsIn(await listEvents({ series, ...query }));

/** Makes an event on the second of four days, and copies on the others. Returns their ids by date. */
async function aSeries(fields: object = {}): Promise<[string, string, string, string]> {
  const eventId = await anEvent({ ...fields, date: '2081-02-01' });
  const { body } = await copyEvent(eventId, ['2081-04-01', '2081-01-01', '2081-03-01']);
  const [fourth, first, third] = body.events.map((event: { eventId: string }) => event.eventId);
  return [first, eventId, third, fourth];
}

test('a series has the event that was copied and its copies, by date', async () => {
  const ids = await aSeries();
  expect(await seriesOf(ids[1])).toEqual(ids);
  expect(await seriesOf(ids[1], { sort: '-date' })).toEqual(ids.toReversed());
  expect((await listEvents({ series: ids[1] })).body[0]).toEqual((await getEvent(ids[0])).body);
});

test('a copy of a copy is of the same series, and begins none', async () => {
  const ids = await aSeries();
  const { body } = await copyEvent(ids[3], ['2081-05-01']);
  expect(body.events[0].seriesId).toBe(ids[1]);
  expect(await seriesOf(ids[1])).toEqual([...ids, body.events[0].eventId]);
  expectAnswer(await listEvents({ series: ids[3] }), 200, []);
});

test('an event that was never copied is a series of its own, and no event is none', async () => {
  const eventId = await anEvent();
  expect(await seriesOf(eventId)).toEqual([eventId]);
  expectAnswer(await listEvents({ series: randomUUID() }), 200, []);
});

test('a series is searched as other lists are', async () => {
  const [first, second, third, fourth] = await aSeries({ organizer: 'Series', title: 'Course' });
  await updateEvent(third, { status: 'cancelled', title: 'Course, called off' });
  await updateEvent(second, { organizer: 'Somebody else' });
  const cases: [Record<string, string>, string[]][] = [
    [{ from: '2081-02-01' }, [second, third, fourth]],
    [{ to: '2081-02-28' }, [first, second]],
    [{ from: '2081-02-01', to: '2081-02-01' }, [second]],
    [{ status: 'active' }, [first, second, fourth]],
    [{ status: 'cancelled' }, [third]],
    [{ status: 'completed' }, []],
    [{ organizer: 'Series' }, [first, third, fourth]],
    [{ q: 'called' }, [third]],
  ];
  for (const [query, ids] of cases)
    expect({ query, ids: await seriesOf(second, query) }).toEqual({ query, ids });
});

test('drafts of a series are listed apart, and move to the others when they are published', async () => {
  const [first, second, third, fourth] = await aSeries({ status: 'draft' });
  expect(await seriesOf(second)).toEqual([]);
  expect(await seriesOf(second, { status: 'draft' })).toEqual([first, second, third, fourth]);
  for (const eventId of [second, third]) await updateEvent(eventId, { status: 'active' });
  expect(await seriesOf(second)).toEqual([second, third]);
  expect(await seriesOf(second, { status: 'active' })).toEqual([second, third]);
  expect(await seriesOf(second, { status: 'draft' })).toEqual([first, fourth]);
});

test.each(['date', '-date'])('following the links of a series by %s visits each event once', async sort => {
  const ids = await aSeries();
  const expected = sort === 'date' ? ids : ids.toReversed();
  const visited: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const answer: Answer = await listEvents({ series: ids[1], sort, limit: '1', ...(cursor && { cursor }) });
    visited.push(...idsIn(answer));
    cursor = /cursor=([\w-]+)/.exec(answer.headers.link ?? '')?.[1];
  }
  expect(visited).toEqual(expected);
});

test('deleted events leave their series, the first one too', async () => {
  const [first, second, third, fourth] = await aSeries();
  for (const eventId of [second, third]) expect((await deleteEvent(eventId)).status).toBe(204);
  expect(await seriesOf(second)).toEqual([first, fourth]);
  await settleEvents();
  expect(await seriesOf(second)).toEqual([first, fourth]);
});

test('a cursor of another series is refused', async () => {
  const ids = await aSeries();
  const answer = await listEvents({ series: ids[1], limit: '1' });
  const [, cursor = ''] = /cursor=([\w-]+)/.exec(String(answer.headers.link)) ?? [];
  const others: Record<string, string>[] = [{ series: ids[0] }, {}];
  for (const query of others) expectBrokenRules(await listEvents({ ...query, cursor }), ['/query/cursor']);
});

describe('an id that another event has taken', () => {
  /** Copies an event, deletes it and makes another one with its id. */
  async function aRetakenSeries() {
    const ids = await aSeries();
    await deleteEvent(ids[1]);
    await settleEvents();
    expect(await anEvent({ eventId: ids[1], date: '2081-06-01' })).toBe(ids[1]);
    return ids;
  }

  test('is a series of its own, without the copies of the former event', async () => {
    const [, eventId] = await aRetakenSeries();
    expect(await seriesOf(eventId)).toEqual([eventId]);
    const { body } = await copyEvent(eventId, ['2081-07-01']);
    expect(await seriesOf(eventId)).toEqual([eventId, body.events[0].eventId]);
  });

  test('does not take in the copies of a copy of the former event', async () => {
    const [first, eventId] = await aRetakenSeries();
    await copyEvent(first, ['2081-07-01']);
    expect(await seriesOf(eventId)).toEqual([eventId]);
  });

  test('that is a draft changes nothing in the list of others', async () => {
    const [first, eventId, third, fourth] = await aRetakenSeries();
    await updateEvent(eventId, { status: 'draft' });
    expect(await seriesOf(eventId)).toEqual([first, third, fourth]);
    expect(await seriesOf(eventId, { status: 'draft' })).toEqual([eventId]);
  });
});
