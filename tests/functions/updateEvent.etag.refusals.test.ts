import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/updateEvent.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { edit, etagOf, UNMET } from '../support/api/conditionalRequests.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { deleteEvent, getEvent, register, stateOf, updateEvent } from '../support/api/operations.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';

const update = (...request: Parameters<typeof edit>) => invoke(handler, edit(...request));

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

describe('412', () => {
  test.each([{ title: 'New' }, { capacity: 9 }, { status: 'cancelled' }, {}])(
    'refuses %j of a version that is outdated',
    async body => {
      const eventId = await anEvent();
      await expectRefused(eventId, await outdatedTag(eventId), body);
    },
  );

  test.each(UNMET)('rejects %s', async (_what, ifMatch) => {
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
    const request = edit(eventId, await etagOf(eventId), body);
    const edits = async () => expect(await updateEvent(eventId, theirs)).toMatchObject({ status: 200 });
    const { answer } = await answerWith('updateEvent', request, { TransactWriteItems: edits });
    expectProblem(answer, 'PRECONDITION_FAILED');
    expect((await getEvent(eventId)).body).toMatchObject(theirs);
    expect((await getEvent(eventId)).body).not.toMatchObject(body);
  });

  test('lets one of many edits of the same version win', async () => {
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
  'a malformed If-Match is a 422, and changes nothing: %s',
  async ifMatch => {
    const eventId = await anEvent();
    await register(eventId, await aUser());
    const before = await stateOf(eventId);
    expectBrokenRules(await update(eventId, ifMatch), ['/headers/if-match']);
    expect(await stateOf(eventId)).toEqual(before);
  },
);
