import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/listEventRegistrations.ts';
import type { Registration } from '../../lib/answers/registrationAnswer.ts';
import { pageOf } from '../../lib/core/paging.ts';
import type { Question } from '../../lib/domain/questions.ts';
import { queueSortKey } from '../../lib/domain/registrationSortKey.ts';
import { listedAs } from '../../lib/http/csv.ts';
import { registrationTable } from '../../lib/registrations/registrationTable.ts';
import type { Bearer } from '../../local/issuer.ts';
import { LIST_TYPES } from '../../schemas/lists.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { consumptionOf } from '../simulator/calls.ts';
import { startAccessControlled } from '../support/access/accessControlled.ts';
import { acceptCsv, rowsIn } from '../support/api/csv.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { deleteUser, listEventRegistrations, updateEvent } from '../support/api/operations.ts';
import { nextLinkOf } from '../support/api/pages.ts';
import { anonymised, complete } from '../support/records/anonymised.ts';
import { coldStart } from '../support/records/coldStart.ts';
import { ANSWERS, answer, QUESTIONS } from '../support/records/questions.ts';
import { anEvent, aRegistration, aUser, registeredUsers } from '../support/records/records.ts';
import { putPeopleAt } from '../support/records/storedPeople.ts';

type Query = Record<string, string>;

const list = (eventId: string, query: Query = {}, headers: Query = acceptCsv) =>
  invoke(handler, { path: { eventId }, query, headers, rawPath: `/events/${eventId}/registrations` });

/** An event of somebody who answered, somebody who answered what is required, and somebody who came before. */
async function anAnsweredEvent() {
  const eventId = await anEvent({ capacity: 2 });
  const [before = ''] = await registeredUsers(eventId, 1);
  await updateEvent(eventId, { questions: QUESTIONS });
  const [all, some] = [await aUser(), await aUser()];
  await answer(eventId, all, ANSWERS);
  await answer(eventId, some, { meal: 'meat' });
  return { eventId, before, all, some };
}

const answersOf = (row: Query) =>
  Object.fromEntries(Object.entries(row).filter(([column]) => column.startsWith('answers.')));

describe('answers', () => {
  test('are in the list of organisers, of those who gave some', async () => {
    const { eventId, before, all, some } = await anAnsweredEvent();
    const { body } = await listEventRegistrations(eventId);
    const found = body.map((row: { userId: string; answers?: object }) => [row.userId, row.answers]);
    expect(found).toEqual([
      [before, undefined],
      [all, ANSWERS],
      [some, { meal: 'meat' }],
    ]);
  });

  test('are columns of CSV, one for each question in its order, and no cell is a formula', async () => {
    const { eventId } = await anAnsweredEvent();
    const rows = rowsIn(await list(eventId));
    expect(rows.map(answersOf)).toEqual([
      { 'answers.meal': '', 'answers.note': '', 'answers.guests': '', 'answers.lift': '' },
      {
        'answers.meal': 'no meat',
        'answers.note': `'${ANSWERS.note}`,
        'answers.guests': '-2',
        'answers.lift': 'false',
      },
      { 'answers.meal': 'meat', 'answers.note': '', 'answers.guests': '', 'answers.lift': '' },
    ]);
    expect(Object.keys(rows[0] ?? {}).slice(-5)).toEqual([
      'checkedInAt',
      ...QUESTIONS.map(({ key }) => `answers.${key}`),
    ]);
  });

  test('of questions that are gone have no column, and stay in JSON', async () => {
    const { eventId } = await anAnsweredEvent();
    await updateEvent(eventId, { questions: [QUESTIONS[3], QUESTIONS[0]] });
    expect(rowsIn(await list(eventId)).map(answersOf)[1]).toEqual({
      'answers.lift': 'false',
      'answers.meal': 'no meat',
    });
    await updateEvent(eventId, { questions: null });
    expect(answersOf(rowsIn(await list(eventId))[1] ?? {})).toEqual({});
    expect((await listEventRegistrations(eventId)).body[1].answers).toEqual(ANSWERS);
  });
});

describe('with access control', () => {
  const someone = (): Bearer => ({ userId: randomUUID() });

  test('answers are for the owner and admins, and not for door staff, who have names', async () => {
    const service = await startAccessControlled();
    const { eventId, all } = await anAnsweredEvent();
    const owner: Bearer = { ...someone(), roles: ['organiser'] };
    const owned = await service.send('createEvent', { body: { ...EVENT, questions: QUESTIONS } }, owner);
    const ownedId: string = owned.body.eventId;
    await answer(ownedId, all, ANSWERS);
    const staff: Bearer = { ...someone(), scope: `check-in:${eventId} check-in:${ownedId}` };
    const read = async (id: string, bearer: Bearer, headers: Query = {}) => {
      const request = { path: { eventId: id }, query: { include: 'user' }, headers };
      const { status, body } = await service.send('listEventRegistrations', request, bearer);
      expect(status).toBe(200);
      return body;
    };
    const row = expect.objectContaining({ answers: ANSWERS });
    expect(await read(ownedId, owner)).toEqual([row]);
    expect(await read(ownedId, { ...owner, scope: staff.scope })).toEqual([row]);
    expect(await read(eventId, { ...someone(), roles: ['admin'] })).toContainEqual(row);
    for (const id of [eventId, ownedId]) {
      const rows = await read(id, staff);
      expect(JSON.stringify(rows)).not.toContain('"answers"');
      expect(rows.at(-1)).toHaveProperty('user');
      const csv = await read(id, staff, acceptCsv);
      expect(csv).toContain('Name of');
      expect(csv).not.toContain('meat');
      expect(csv).not.toContain('answers');
    }
  });

  test('a list is refused, and not without answers, when it cannot be found out who reads it', async () => {
    const service = await startAccessControlled();
    const owner: Bearer = { ...someone(), roles: ['organiser'] };
    const { body } = await service.send('createEvent', { body: { ...EVENT, questions: QUESTIONS } }, owner);
    const { eventId } = body;
    await answer(eventId, await aUser(), ANSWERS);
    const headers = await service.authorization({ ...owner, scope: `check-in:${eventId}` });
    const request = { path: { eventId }, headers, timeoutMs: 2000 };
    let isRead = false;
    const { answer: refusal } = await coldStart('listEventRegistrations', service.environment, () =>
      answerWith('listEventRegistrations', request, ({ operation }) => {
        if (operation === 'Query') isRead = true;
        return isRead && operation !== 'Query' ? 'throttled' : undefined;
      }),
    );
    expect(isRead).toBe(true);
    expectProblem(refusal, 'TRY_AGAIN');
  });

  const EVENT = {
    title: 'Evening',
    description: 'Talks.',
    date: '2027-05-01',
    location: 'Town hall',
    organizer: 'Us',
    capacity: 5,
  };
});

describe('?include=user', () => {
  test('adds the name of each person, in JSON and in CSV', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const userIds = await registeredUsers(eventId, 3);
    const { body } = await listEventRegistrations(eventId, { include: 'user' });
    expect(body.map(({ user }: { user: object }) => user)).toEqual(
      userIds.map(userId => ({ userId, name: `Name of ${userId}` })),
    );
    const rows = rowsIn(await list(eventId, { include: 'user' }));
    expect(rows.map(({ name }) => name)).toEqual(userIds.map(userId => `Name of ${userId}`));
    expect((await listEventRegistrations(eventId)).body[0]).not.toHaveProperty('user');
  });

  test('names nobody who was deleted', async () => {
    const eventId = await anEvent();
    const [gone = '', leaving = '', stays] = await registeredUsers(eventId, 3);
    await complete(eventId);
    await anonymised(gone);
    await deleteUser(leaving);
    const { body } = await listEventRegistrations(eventId, { include: 'user' });
    expect(body.map(({ user }: { user?: { userId: string } }) => user?.userId)).toEqual([
      undefined,
      undefined,
      stays,
    ]);
    const rows = rowsIn(await list(eventId, { include: 'user' }));
    expect(rows.map(({ name }) => name)).toEqual(['', '', `Name of ${stays}`]);
  });

  test('costs one read more a page, and nobody is asked for who is not there', async () => {
    const eventId = await anEvent({ capacity: 9 });
    await registeredUsers(eventId, 5);
    const without = await consumptionOf(() => listEventRegistrations(eventId));
    const withNames = await consumptionOf(() => listEventRegistrations(eventId, { include: 'user' }));
    expect(withNames.calls - without.calls).toBe(1);
    const [empty, names] = [await anEvent(), { include: 'user' }];
    const { calls } = await consumptionOf(() => listEventRegistrations(empty, names));
    expect(calls).toBe((await consumptionOf(() => listEventRegistrations(empty))).calls);
  });

  test.each(['', 'users', 'user,event'])('may not be "%s"', async include => {
    expectBrokenRules(await list('some-event', { include }, {}), ['/query/include']);
  });
});

describe('a page of CSV has at most a thousand rows', () => {
  test.each([
    ['with names', {}, { include: 'user' }],
    ['of an event that asks questions', { questions: QUESTIONS }, {}],
  ])('%s, and its link leads on', async (_which, fields, query: Query) => {
    const eventId = await anEvent({ capacity: 1, ...fields });
    const rows = Array.from({ length: 1001 }, (_, n) =>
      aRegistration({ eventId, status: 'waitlisted', sortKey: queueSortKey(n + 1) }),
    );
    await putPeopleAt(eventId, rows);
    const first = await list(eventId, { ...query, limit: '10000' });
    expect(rowsIn(first)).toHaveLength(1000);
    expect(first.headers['csv-truncated']).toBe('true');
    const next = Object.fromEntries(nextLinkOf(first)?.searchParams ?? []);
    const last = await list(eventId, next);
    expect(rowsIn(last).map(({ userId }) => userId)).toEqual([rows.at(-1)?.userId]);
    expect(last.headers).not.toHaveProperty('link');
  });
});

test('ten thousand rows with the longest answers are cut where an answer of Lambda ends', () => {
  const answers = { note: '🎉'.repeat(1000) };
  const rows = Array.from({ length: 10_000 }, (_, n) => ({ ...ROW, userId: `user-${n}`, answers }));
  const table = registrationTable('some-event', { questions: [NOTE], hasNames: true });
  const reply = listedAs(
    LIST_TYPES[1],
    pageOf(rows, rows.length, 'rows', ({ userId }) => userId),
    table,
  );
  expect(Buffer.byteLength(JSON.stringify(reply.body))).toBeLessThan(6_000_000);
  const found = rowsIn({ status: 200, headers: { 'content-type': String(reply.type) }, body: reply.body });
  expect(found.length).toBeGreaterThan(1000);
  expect(reply).toMatchObject({ headers: { 'Csv-Truncated': 'true' }, cursor: expect.any(String) });
});

const NOTE: Question = { key: 'note', label: 'Note?', type: 'text', required: false };
const ROW: Registration = {
  registrationId: randomUUID(),
  userId: 'a',
  eventId: 'some-event',
  status: 'registered',
  registeredAt: '2027-01-01T00:00:00.000Z',
  waitlistPosition: null,
  promotedAt: null,
  checkedInAt: null,
};
