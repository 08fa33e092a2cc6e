import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/deleteEvent.ts';
import { transact } from '../../lib/dynamo/write.ts';
import * as events from '../../lib/repositories/events.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { callsOf } from '../simulator/calls.ts';
import { deletion, etagOf, OTHER_TAGS } from '../support/api/conditionalRequests.ts';
import { expectAnswer, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { getEvent, settleEvents } from '../support/api/operations.ts';
import { anEvent, registeredUsers, storedEvent } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

const remove = (...request: Parameters<typeof deletion>) => invoke(handler, deletion(...request));

describe('204', () => {
  test.each<[string, (tag?: string) => string]>([
    ['its tag, for 1 call', tag => `${tag}`],
    ['any tag, for 1 call', () => '*'],
    ['its tag in a list, for 2 calls', tag => `${OTHER_TAGS} , ${tag},${OTHER_TAGS}`],
    ['its tag between empty ones, for 1 call', tag => ` , ${tag},, `],
  ])('deletes an event with %s', async (what, ifMatch) => {
    const { eventId } = await aFullEvent(2);
    const tag = await etagOf(eventId);
    const calls = await callsOf(async () => expectAnswer(await remove(eventId, ifMatch(tag)), 204));
    expect(what).toContain(`for ${calls.length} call`);
    expectProblem(await getEvent(eventId), 'EVENT_NOT_FOUND');
    await settleEvents();
    expect(await storedEvent(eventId)).toEqual([undefined, undefined]);
  });

  test('passes with its tag among a thousand, more than an expression of the database holds', async () => {
    const eventId = await anEvent();
    const others = Array.from({ length: 1000 }, (_, n) => `"${n}"`);
    expectAnswer(await remove(eventId, [...others, await etagOf(eventId)].join(',')), 204);
  });

  test('passes when the event is edited after it was read, if the list has the tag of both versions', async () => {
    const eventId = await anEvent();
    const tag = await etagOf(eventId);
    const entityTag = randomUUID();
    const edit = async () =>
      transact({ writes: [events.update(eventId, { entityTag }, String(tag).slice(1, -1))] });
    const request = deletion(eventId, `${tag}, "${entityTag}"`);
    expectAnswer((await answerWith('deleteEvent', request, { TransactWriteItems: edit })).answer, 204);
  });

  test('deletes an event even when people registered since the tag was read, and during the deletion', async () => {
    const { eventId } = await aFullEvent(1);
    const tag = await etagOf(eventId);
    await registeredUsers(eventId, 1);
    const meanwhile = () => registeredUsers(eventId, 1);
    expectAnswer(
      (await answerWith('deleteEvent', deletion(eventId, tag), { TransactWriteItems: meanwhile })).answer,
      204,
    );
    expectProblem(await getEvent(eventId), 'EVENT_NOT_FOUND');
  });

  test.each(['with a tag', 'without one'])(
    'answers 204 when the answer of the database is lost, %s',
    async how => {
      const { eventId } = await aFullEvent(1);
      const request = how === 'with a tag' ? deletion(eventId, await etagOf(eventId)) : { path: { eventId } };
      const { answer, calls } = await answerWith('deleteEvent', request, { TransactWriteItems: 'lost' });
      expectAnswer(answer, 204);
      expect(calls).toHaveLength(2);
    },
  );

  test('costs one call with two writes when no tag is given: the mark, and the keys of its lists', async () => {
    const eventId = await anEvent();
    const { answer, calls } = await answerWith('deleteEvent', { path: { eventId } }, {});
    expectAnswer(answer, 204);
    expect(calls.map(({ operation, input }) => [operation, input.TransactItems?.length])).toEqual([
      ['TransactWriteItems', 2],
    ]);
  });
});
