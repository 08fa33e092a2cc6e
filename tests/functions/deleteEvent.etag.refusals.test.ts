import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/deleteEvent.ts';
import { handler as settleEventHandler } from '../../functions/streams/settleEvent.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { callsOf } from '../simulator/calls.ts';
import { deletion, etagOf, UNMET } from '../support/api/conditionalRequests.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { deleteEvent, getEvent, updateEvent } from '../support/api/operations.ts';
import { anEvent, storedEvent } from '../support/records/records.ts';
import { deliver, recordsOf } from '../support/records/streams.ts';
import { aFullEvent, aHalfDeletedEvent } from '../support/records/unfinished.ts';
import { violationsOf } from '../support/records/violations.ts';

const remove = (...request: Parameters<typeof deletion>) => invoke(handler, deletion(...request));

/** The request is refused since the event was edited, and changes nothing. */
async function expectRefused(eventId: string, ifMatch?: string): Promise<void> {
  const before = await storedEvent(eventId);
  const calls = await callsOf(async () =>
    expectProblem(await remove(eventId, ifMatch), 'PRECONDITION_FAILED'),
  );
  expect(calls).toHaveLength(1);
  expect(await storedEvent(eventId)).toEqual(before);
  expect(await violationsOf(eventId)).toEqual([]);
}

describe('412', () => {
  test.each([{ title: 'New' }, { capacity: 9 }, { status: 'cancelled' }])(
    'keeps an event that was edited: %j',
    async edit => {
      const { eventId } = await aFullEvent(2);
      const tag = await etagOf(eventId);
      await updateEvent(eventId, edit);
      await expectRefused(eventId, tag);
    },
  );

  test.each(UNMET)('rejects %s', async (_what, ifMatch) => {
    const eventId = await anEvent();
    await expectRefused(eventId, ifMatch(await etagOf(eventId)));
  });

  test('keeps an event that was edited just before it is marked', async () => {
    const eventId = await anEvent();
    const request = deletion(eventId, await etagOf(eventId));
    const { answer } = await answerWith('deleteEvent', request, {
      TransactWriteItems: () => updateEvent(eventId, { title: 'New' }),
    });
    expectProblem(answer, 'PRECONDITION_FAILED');
    expect((await getEvent(eventId)).body).toMatchObject({ title: 'New' });
  });
});

describe('404', () => {
  test.each(['"x"', 'W/"x"', '*'])('comes before a 412, for %s', async ifMatch => {
    for (const eventId of [randomUUID(), (await aHalfDeletedEvent()).eventId]) {
      expectProblem(await remove(eventId, ifMatch), 'EVENT_NOT_FOUND');
    }
  });

  test('wakes the consumer of a deleted event, also with the tag that the event had', async () => {
    const { eventId } = await aFullEvent(2);
    const tag = await etagOf(eventId);
    await deleteEvent(eventId);
    const records = await recordsOf('seats', () => remove(eventId, tag));
    await deliver(settleEventHandler, records);
    expect(await storedEvent(eventId)).toEqual([undefined, undefined]);
  });
});

test.each(['', 'x', '"x', '"x" "y"', '"x y"', ',', '*, "x"', 'w/"x"', 'W/*'])(
  'a malformed If-Match is a 422, and deletes nothing: %s',
  async ifMatch => {
    const eventId = await anEvent();
    const before = await storedEvent(eventId);
    expectBrokenRules(await remove(eventId, ifMatch), ['/headers/if-match']);
    expect(await storedEvent(eventId)).toEqual(before);
  },
);
