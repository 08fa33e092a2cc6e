import { handler } from '../../functions/updateEvent.ts';
import { answerWith, type Faults } from '../simulator/callFaults.ts';
import { callsOf } from '../simulator/calls.ts';
import { edit, etagOf, OTHER_TAGS } from '../support/api/conditionalRequests.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { deleteEvent, expectPeople, getEvent, updateEvent } from '../support/api/operations.ts';
import { anEvent, registeredUsers } from '../support/records/records.ts';

const update = (...request: Parameters<typeof edit>) => invoke(handler, edit(...request));

/** An edit reads the event for a second time when it is made, for its answer. */
const beforeAnswer = (happens: () => Promise<unknown>): Faults => ({ readEvent: [undefined, happens] });

describe('a change of a known version', () => {
  test.each<[string, (tag?: string) => string]>([
    ['its tag', tag => `${tag}`],
    ['any tag', () => '*'],
    ['its tag at the end of a list', tag => `${OTHER_TAGS} , ${tag}`],
    ['its tag at the start of a list', tag => `${tag},${OTHER_TAGS}`],
    ['its tag twice', tag => `${tag}, ${tag}`],
  ])('is made with %s, and answers the next tag', async (_what, ifMatch) => {
    const eventId = await anEvent();
    const tag = await etagOf(eventId);
    const answer = await update(eventId, ifMatch(tag), { title: 'New', capacity: 9 });
    expect(answer).toMatchObject({ status: 200, body: { title: 'New', capacity: 9 } });
    expect(answer.headers.etag).not.toBe(tag);
    const { body, headers } = await getEvent(eventId);
    expect([body, headers.etag]).toEqual([answer.body, answer.headers.etag]);
  });

  test('passes with its tag among a thousand, more than an expression of the database holds', async () => {
    const eventId = await anEvent();
    const others = Array.from({ length: 1000 }, (_, n) => `"${n}"`);
    const request = edit(eventId, [...others, await etagOf(eventId)].join(','));
    expect((await answerWith('updateEvent', request, {})).answer.status).toBe(200);
  });

  test('is answered with its own tag when somebody edits the event before the answer', async () => {
    const eventId = await anEvent();
    const request = edit(eventId, await etagOf(eventId), { title: 'Mine' });
    const theirs = () => updateEvent(eventId, { location: 'Theirs' });
    const { answer } = await answerWith('updateEvent', request, beforeAnswer(theirs));
    expect(answer).toMatchObject({ status: 200, body: { title: 'Mine' } });
    expect(answer.headers.etag).not.toBe(await etagOf(eventId));
    expectProblem(
      (await answerWith('updateEvent', edit(eventId, answer.headers.etag), {})).answer,
      'PRECONDITION_FAILED',
    );
  });

  test('is answered even when the event is deleted before the answer', async () => {
    const eventId = await anEvent();
    const request = edit(eventId, await etagOf(eventId), { title: 'Mine' });
    const { answer, logged } = await answerWith(
      'updateEvent',
      request,
      beforeAnswer(() => deleteEvent(eventId)),
    );
    expect(answer).toMatchObject({ status: 200, body: { title: 'Mine' } });
    expect(logged).toEqual([]);
  });

  test('is made even when people registered since the tag was read, and during the change', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const tag = await etagOf(eventId);
    const userIds = await registeredUsers(eventId, 2);
    const meanwhile = async () => userIds.push(...(await registeredUsers(eventId, 1)));
    const request = edit(eventId, tag, { title: 'New', capacity: 2 });
    const { answer } = await answerWith('updateEvent', request, { TransactWriteItems: meanwhile });
    expect(answer).toMatchObject({
      status: 200,
      body: { title: 'New', registeredCount: 2, waitlistCount: 1 },
    });
    await expectPeople(eventId, userIds.slice(0, 2), userIds.slice(2));
  });

  test('costs no more than a change without a tag', async () => {
    const eventId = await anEvent();
    const tag = await etagOf(eventId);
    const calls = await callsOf(() => update(eventId, tag));
    expect(calls).toEqual(['BatchGetItem', 'TransactWriteItems', 'BatchGetItem']);
  });

  test('is made and answered when the answer of the database is lost', async () => {
    const eventId = await anEvent();
    const request = edit(eventId, await etagOf(eventId), { title: 'New', capacity: 9 });
    const { answer, calls } = await answerWith('updateEvent', request, { TransactWriteItems: 'lost' });
    expect(calls).toHaveLength(4);
    expect(answer).toMatchObject({ status: 200, body: { title: 'New', capacity: 9 } });
    expect(await etagOf(eventId)).toBe(answer.headers.etag);
  });

  test.each([{ title: 'New' }, { capacity: 9 }])('is made after conflicts with others: %j', async body => {
    const eventId = await anEvent();
    const request = edit(eventId, await etagOf(eventId), body);
    const faults: Faults = { TransactWriteItems: ['conflict', 'conflict'] };
    const { answer } = await answerWith('updateEvent', request, faults);
    expect(answer).toMatchObject({ status: 200, body });
    expect(await etagOf(eventId)).toBe(answer.headers.etag);
  });
});
