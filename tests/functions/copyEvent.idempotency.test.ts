import { randomUUID } from 'node:crypto';
import { answerWith, type Fault } from '../simulator/callFaults.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { copyEvent, deleteEvent, listEvents, settleEvents, updateEvent } from '../support/api/operations.ts';
import { expectEventsCreated } from '../support/records/created.ts';
import { replayOf } from '../support/records/holds.ts';
import { anEvent } from '../support/records/records.ts';

const DATES = ['2030-02-01', '2030-03-01'];
const fiftyDays = Array.from({ length: 50 }, (_, n) => `20${30 + n}-06-01`);

/** Copies an event by a key of its own, as often as it is called. */
async function keyedCopy(dates = DATES) {
  const [eventId, headers] = [await anEvent(), { 'idempotency-key': randomUUID() }];
  const request = { method: 'POST', path: { eventId }, body: { dates }, headers };
  return { eventId, headers, request, copy: () => copyEvent(eventId, dates, headers) };
}

describe('the same request with the same key', () => {
  test('is answered as the first time, is marked as a replay, and makes nothing', async () => {
    const { copy } = await keyedCopy();
    const first = await expectEventsCreated(2, copy);
    expect(first.status).toBe(201);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    expect(await expectEventsCreated(0, copy)).toEqual(replayOf(first));
  });

  test.each([2, 50])('makes its %i copies once when it is sent many times at once', async count => {
    const { copy } = await keyedCopy(fiftyDays.slice(0, count));
    const answers = await expectEventsCreated(count, () => Promise.all(Array.from({ length: 4 }, copy)));
    expect(answers.filter(({ headers }) => !headers['idempotency-replayed'])).toHaveLength(1);
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({ status: 201, body: answers[0]?.body });
  });

  test.each<[string, (Fault | undefined)[]]>([
    ['after its plan was stored', [undefined, 'dead']],
    ['after its copies were made, and their answer lost', [undefined, 'lost', 'dead']],
  ])('goes on with the same copies when the first one died %s', async (_when, faults) => {
    const { eventId, request, copy } = await keyedCopy();
    const failed = await answerWith('copyEvent', request, { TransactWriteItems: faults });
    expect(failed.answer.status).toBeGreaterThanOrEqual(500);
    const again = await copy();
    expect(again.status).toBe(201);
    const { body } = await listEvents({ series: eventId });
    const ids = (found: { eventId: string }[]) => found.map(event => event.eventId).sort();
    expect(ids(body)).toEqual([eventId, ...ids(again.body.events)].sort());
    expect(await expectEventsCreated(0, copy)).toEqual(replayOf(again));
  });

  test('gets the first answer when the event and its copies have changed or are gone', async () => {
    const { eventId, copy } = await keyedCopy();
    const first = await copy();
    const [one, other] = first.body.events;
    await updateEvent(one.eventId, { title: 'Another' });
    for (const id of [other.eventId, eventId]) await deleteEvent(id);
    await settleEvents();
    expect(await expectEventsCreated(0, copy)).toEqual(replayOf(first));
  });
});

test('another request with the same key is refused, and makes nothing', async () => {
  const { eventId, headers, copy } = await keyedCopy();
  await copy();
  const other = await anEvent();
  for (const [id, dates] of [
    [eventId, DATES.toReversed()],
    [eventId, DATES.slice(1)],
    [other, DATES],
  ] as const) {
    await expectEventsCreated(0, async () =>
      expectProblem(await copyEvent(id, dates, headers), 'IDEMPOTENCY_KEY_REUSED'),
    );
  }
});

test('of two different requests with one key at once, one makes its copies and the other is refused', async () => {
  const { eventId, headers, copy } = await keyedCopy();
  const answers = await expectEventsCreated(2, () =>
    Promise.all([copy(), copyEvent(eventId, ['2031-02-01', '2031-03-01'], headers)]),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
});
