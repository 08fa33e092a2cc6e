import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/updateEvent.ts';
import { answerWith, type Faults } from '../simulator/callFaults.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import {
  deleteEvent,
  expectPeople,
  getEvent,
  register,
  stateOf,
  updateEvent,
} from '../support/api/operations.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';

const requestOf = (eventId: string, ifMatch = '', body: object = { title: 'New' }) => ({
  method: 'PUT',
  headers: { 'if-match': ifMatch },
  path: { eventId },
  body,
});

const update = (...request: Parameters<typeof requestOf>) => invoke(handler, requestOf(...request));

const etagOf = async (eventId: string) => (await getEvent(eventId)).headers.etag;

/** An edit reads the event for a second time when it is made, for its answer. */
const beforeAnswer = (happens: () => Promise<unknown>): Faults => ({ readEvent: [undefined, happens] });

/** The tag of an event before it was edited. */
async function outdatedTag(eventId: string): Promise<string | undefined> {
  const tag = await etagOf(eventId);
  await updateEvent(eventId, { location: 'Elsewhere' });
  return tag;
}

/** The request is refused since the event was edited, and changes nothing. */
async function expectRefused(eventId: string, ifMatch?: string, body?: object): Promise<void> {
  const before = [await stateOf(eventId), await etagOf(eventId)];
  expectProblem(await update(eventId, ifMatch, body), 'PRECONDITION_FAILED');
  expect([await stateOf(eventId), await etagOf(eventId)]).toEqual(before);
}

const OTHERS = `"${randomUUID()}", W/"x",""`;

describe('a change of what was seen', () => {
  test.each<[string, (tag?: string) => string]>([
    ['its tag', tag => `${tag}`],
    ['any tag', () => '*'],
    ['its tag at the end of a list', tag => `${OTHERS} , ${tag}`],
    ['its tag at the start of a list', tag => `${tag},${OTHERS}`],
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
    const request = requestOf(eventId, [...others, await etagOf(eventId)].join(','));
    expect((await answerWith('updateEvent', request, {})).answer.status).toBe(200);
  });

  test('is answered with its own tag, though somebody edits the event before the answer', async () => {
    const eventId = await anEvent();
    const request = requestOf(eventId, await etagOf(eventId), { title: 'Mine' });
    const edit = () => updateEvent(eventId, { location: 'Theirs' });
    const { answer } = await answerWith('updateEvent', request, beforeAnswer(edit));
    expect(answer).toMatchObject({ status: 200, body: { title: 'Mine' } });
    expect(answer.headers.etag).not.toBe(await etagOf(eventId));
    expectProblem(
      (await answerWith('updateEvent', requestOf(eventId, answer.headers.etag), {})).answer,
      'PRECONDITION_FAILED',
    );
  });

  test('is answered though the event is deleted before the answer', async () => {
    const eventId = await anEvent();
    const request = requestOf(eventId, await etagOf(eventId), { title: 'Mine' });
    const { answer, logged } = await answerWith(
      'updateEvent',
      request,
      beforeAnswer(() => deleteEvent(eventId)),
    );
    expect(answer).toMatchObject({ status: 200, body: { title: 'Mine' } });
    expect(logged).toEqual([]);
  });

  test('is made though people came since, before it and while it is made', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const tag = await etagOf(eventId);
    const userIds = await registeredUsers(eventId, 2);
    const meanwhile = async () => userIds.push(...(await registeredUsers(eventId, 1)));
    const request = requestOf(eventId, tag, { title: 'New', capacity: 2 });
    const { answer } = await answerWith('updateEvent', request, { TransactWriteItems: meanwhile });
    expect(answer).toMatchObject({
      status: 200,
      body: { title: 'New', registeredCount: 2, waitlistCount: 1 },
    });
    await expectPeople(eventId, userIds.slice(0, 2), userIds.slice(2));
  });

  test('costs no more than one of whatever there is', async () => {
    const eventId = await anEvent();
    const tag = await etagOf(eventId);
    const calls = await callsOf(() => update(eventId, tag));
    expect(calls).toEqual(['BatchGetItem', 'TransactWriteItems', 'BatchGetItem']);
  });

  test('is made, and answered so, when the answer of the database is lost', async () => {
    const eventId = await anEvent();
    const request = requestOf(eventId, await etagOf(eventId), { title: 'New', capacity: 9 });
    const { answer, calls } = await answerWith('updateEvent', request, { TransactWriteItems: 'lost' });
    expect(calls).toHaveLength(4);
    expect(answer).toMatchObject({ status: 200, body: { title: 'New', capacity: 9 } });
    expect(await etagOf(eventId)).toBe(answer.headers.etag);
  });

  test.each([{ title: 'New' }, { capacity: 9 }])(
    'loses against others in its way no more than time: %j',
    async body => {
      const eventId = await anEvent();
      const request = requestOf(eventId, await etagOf(eventId), body);
      const faults: Faults = { TransactWriteItems: ['conflict', 'conflict'] };
      const { answer } = await answerWith('updateEvent', request, faults);
      expect(answer).toMatchObject({ status: 200, body });
      expect(await etagOf(eventId)).toBe(answer.headers.etag);
    },
  );
});

describe('412', () => {
  test.each([{ title: 'New' }, { capacity: 9 }, { status: 'cancelled' }, {}])(
    'refuses %j of a version that is outdated',
    async body => {
      const eventId = await anEvent();
      await expectRefused(eventId, await outdatedTag(eventId), body);
    },
  );

  test.each<[string, (tag?: string) => string]>([
    ['its weak tag', tag => `W/${tag}`],
    ['the tags of others', () => OTHERS],
    ['a weak tag among others', tag => `${OTHERS}, W/${tag}`],
  ])('lets %s not pass', async (_what, ifMatch) => {
    const eventId = await anEvent();
    await expectRefused(eventId, ifMatch(await etagOf(eventId)));
  });

  test.each([
    [{ title: 'New' }, { title: 'Theirs' }],
    [{ capacity: 9 }, { title: 'Theirs' }],
    [{ title: 'New' }, { capacity: 9 }],
    [{ date: '2031-01-01' }, { date: '2032-01-01' }],
  ])('refuses %j when somebody made %j between reading and writing', async (body, theirs) => {
    const eventId = await anEvent();
    const request = requestOf(eventId, await etagOf(eventId), body);
    const edits = async () => expect(await updateEvent(eventId, theirs)).toMatchObject({ status: 200 });
    const { answer } = await answerWith('updateEvent', request, { TransactWriteItems: edits });
    expectProblem(answer, 'PRECONDITION_FAILED');
    expect((await getEvent(eventId)).body).toMatchObject(theirs);
    expect((await getEvent(eventId)).body).not.toMatchObject(body);
  });

  test('lets one of many win who saw the same', async () => {
    const eventId = await anEvent();
    const tag = await etagOf(eventId);
    const titles = Array.from({ length: 6 }, (_, n) => `Title ${n}`);
    const answers = await Promise.all(titles.map(title => update(eventId, tag, { title })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(5).fill(412)]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await getEvent(eventId)).body).toEqual(winner?.body);
  });

  test('comes before a 409', async () => {
    const eventId = await anEvent();
    await registeredUsers(eventId, 2);
    await expectRefused(eventId, await outdatedTag(eventId), { capacity: 1 });
  });
});

test('a 404 comes before a 412, whatever the tags', async () => {
  const eventId = await anEvent();
  const tag = await etagOf(eventId);
  await deleteEvent(eventId);
  for (const ifMatch of [tag, '"x"', 'W/"x"', '*']) {
    for (const id of [eventId, randomUUID()]) expectProblem(await update(id, ifMatch), 'EVENT_NOT_FOUND');
  }
});

test.each(['', 'x', '"x', 'x"', "'x'", '"x" "y"', '"x",y', '*, "x"', 'w/"x"', 'W/x', 'W/*'])(
  'an If-Match of other signs is a 422, and changes nothing: %s',
  async ifMatch => {
    const eventId = await anEvent();
    await register(eventId, await aUser());
    const before = await stateOf(eventId);
    expectBrokenRules(await update(eventId, ifMatch), ['/headers/if-match']);
    expect(await stateOf(eventId)).toEqual(before);
  },
);
