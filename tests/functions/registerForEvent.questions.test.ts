import * as places from '../../lib/repositories/places.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { consumptionOf } from '../simulator/calls.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { keyedRequest } from '../support/api/keyedRequest.ts';
import {
  checkIn,
  listUserRegistrations,
  register,
  settleEvents,
  undoCheckIn,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { anonymised, complete } from '../support/records/anonymised.ts';
import { alter } from '../support/records/audit.ts';
import { countsOf, inCrowd, replayOf } from '../support/records/holds.ts';
import { ANSWERS, anAskingEvent, answer, QUESTIONS } from '../support/records/questions.ts';
import { anEvent, aUser, stored } from '../support/records/records.ts';
import { crowd, holdEarlier } from '../support/records/rounds.ts';
import { violationsOf } from '../support/records/violations.ts';

const [MEAL, NOTE] = QUESTIONS;
/** Nobody who answered `QUESTIONS` alone fits these, and whoever has `MORE` fits both. */
const OTHERS = [...QUESTIONS, { key: 'size', label: 'Size?', type: 'number', required: true }];
const MORE = { ...ANSWERS, size: 5 };

const rowOf = (eventId: string, userId: string) => stored(registrations.ref(eventId, userId));

describe.each([
  ['at a quiet event', async () => {}],
  ['in a crowd', crowd],
] as const)('%s', (_when, prepare) => {
  test('answers are told to whoever registers, and kept in their registration and its place', async () => {
    const [eventId, userId] = [await anAskingEvent(), await aUser()];
    await prepare(eventId);
    expect(await answer(eventId, userId, { ...ANSWERS, note: null })).toMatchObject({
      status: 201,
      body: { status: 'registered', answers: { meal: 'no meat', guests: -2, lift: false } },
    });
    const row = await rowOf(eventId, userId);
    const place = await stored(places.ref(row as registrations.Item));
    expect(place?.answers).toBe(row?.answers);
    expect(JSON.stringify(await stored(seats.ref(eventId)))).not.toContain('meat');
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('somebody who waits answers too', async () => {
    const eventId = await anAskingEvent({ capacity: 1 });
    await answer(eventId, await aUser(), ANSWERS);
    await prepare(eventId);
    expect(await answer(eventId, await aUser(), ANSWERS)).toMatchObject({
      status: 201,
      body: { waitlistPosition: 1, answers: ANSWERS },
    });
  });

  test('every broken rule is a 422, all at once, and nothing is held', async () => {
    const [eventId, userId] = [await anAskingEvent(), await aUser()];
    await prepare(eventId);
    const answers = { note: 'x'.repeat(101), guests: '2', lift: 1, 'a/b~c': 'd' };
    const refusal = await answer(eventId, userId, answers);
    expectBrokenRules(
      refusal,
      ['meal', 'note', 'guests', 'lift', 'a~1b~0c'].map(key => `/body/answers/${key}`),
    );
    for (const none of [undefined, {}, { meal: null }])
      expectBrokenRules(await answer(eventId, userId, none), ['/body/answers/meal']);
    expect(await countsOf(eventId)).toEqual([0, 0]);
    expect(await rowOf(eventId, userId)).toBeUndefined();
  });

  test('an event that asks nothing takes no answers', async () => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    await prepare(eventId);
    expectBrokenRules(await answer(eventId, userId, ANSWERS), [
      '/body/answers/meal',
      '/body/answers/note',
      '/body/answers/guests',
      '/body/answers/lift',
    ]);
    const { status, body } = await answer(eventId, userId, {});
    expect({ status, answers: body.answers }).toEqual({ status: 201, answers: undefined });
    expect(await rowOf(eventId, userId)).not.toHaveProperty('answers');
  });

  test('a 404 and a 409 of somebody who is registered come before a 422', async () => {
    const [eventId, userId] = [await anAskingEvent(), await aUser()];
    await answer(eventId, userId, ANSWERS);
    await prepare(eventId);
    expectProblem(await answer(eventId, 'nobody'), 'USER_NOT_FOUND');
    expectProblem(await answer('nowhere', userId, { x: 1 }), 'EVENT_NOT_FOUND');
    expectProblem(await answer(eventId, userId), 'ALREADY_REGISTERED');
  });

  test('a 422 comes before what the event says', async () => {
    const eventId = await anAskingEvent({ capacity: 1, hasWaitlist: false });
    await answer(eventId, await aUser(), ANSWERS);
    await prepare(eventId);
    const userId = await aUser();
    expectBrokenRules(await answer(eventId, userId), ['/body/answers/meal']);
    expectProblem(await answer(eventId, userId, ANSWERS), 'EVENT_FULL');
  });

  test('a replay is the first answer, whatever the event asks by then, and other answers are another request', async () => {
    const [eventId, userId] = [await anAskingEvent(), await aUser()];
    await prepare(eventId);
    const { headers } = keyedRequest({});
    const first = await answer(eventId, userId, ANSWERS, { headers });
    expect(first.body.answers).toEqual(ANSWERS);
    await updateEvent(eventId, { questions: OTHERS });
    expect(await answer(eventId, userId, ANSWERS, { headers })).toEqual(replayOf(first));
    const reversed = Object.fromEntries(Object.entries(ANSWERS).reverse());
    expect(await answer(eventId, userId, reversed, { headers })).toEqual(replayOf(first));
    const others = { ...ANSWERS, note: 'else' };
    expectProblem(await answer(eventId, userId, others, { headers }), 'IDEMPOTENCY_KEY_REUSED');
  });
});

describe('a request that breaks other rules', () => {
  const body = { userId: 'no id', answers: { guests: '2', size: 5, note: null } };

  test('is told those of its answers with them', async () => {
    const eventId = await anAskingEvent();
    expectBrokenRules(await answer(eventId, '', {}, { body, query: { page: '1' } }), [
      '/query/page',
      '/body/userId',
      '/body/answers/meal',
      '/body/answers/guests',
      '/body/answers/size',
    ]);
  });

  test.each([
    ['without answers', { userId: 'no id' }],
    ['with answers that are none', { userId: 'no id', answers: null }],
  ])('%s reads nothing', async (_what, { ...broken }) => {
    const eventId = await anAskingEvent();
    const { result, calls } = await consumptionOf(() => answer(eventId, '', {}, { body: broken }));
    expectBrokenRules(result, ['/body/userId']);
    expect(calls).toBe(0);
  });

  test('at an event that there is not, or cannot be, is told the others', async () => {
    expectBrokenRules(await answer('nowhere', '', {}, { body }), ['/body/userId']);
    expectBrokenRules(await answer('a b', '', {}, { body }), ['/path/eventId', '/body/userId']);
  });
});

describe('when the questions are edited', () => {
  const edited = (eventId: string, questions: object[] | null) => async () =>
    expect((await updateEvent(eventId, { questions })).status).toBe(200);
  const body = (answers?: object) => (userId: string) => ({ body: { userId, answers } });

  /** The event is edited right before this call of somebody who registers. */
  describe.each(['takeSeat', 'readRound', 'commit'] as const)('before %s', call => {
    const meet = async (before: object[] | null, after: object[] | null, answers?: object) => {
      const [eventId, userId] = [await anEvent({ questions: before }), await aUser()];
      await answer(eventId, await aUser(), before ? ANSWERS : undefined);
      const faults = { [call]: edited(eventId, after) };
      const request = { method: 'POST', path: { eventId }, ...body(answers)(userId) };
      const outcome =
        call === 'takeSeat'
          ? await answerWith('registerForEvent', request, faults)
          : await inCrowd(eventId, userId, faults, request);
      await settleEvents();
      expect(await violationsOf(eventId)).toEqual([]);
      return { ...outcome, row: await rowOf(eventId, userId), counts: await countsOf(eventId) };
    };

    test('answers that do not fit any more are refused by the new questions, and nothing stays held', async () => {
      const { answer: refusal, row, counts } = await meet(QUESTIONS, OTHERS, ANSWERS);
      expectBrokenRules(refusal, ['/body/answers/size']);
      expect([row, counts]).toEqual([undefined, [1, 0]]);
    });

    test('answers that still fit are taken', async () => {
      const { answer: taken, counts } = await meet(
        QUESTIONS,
        [MEAL, NOTE, ...OTHERS.slice(2, 4)] as object[],
        ANSWERS,
      );
      expect(taken).toMatchObject({ status: 201, body: { answers: ANSWERS } });
      expect(counts).toEqual([2, 0]);
    });

    test('nobody gets in without the answers that are asked by then', async () => {
      const { answer: refusal, row, counts } = await meet(null, QUESTIONS);
      expectBrokenRules(refusal, ['/body/answers/meal']);
      expect([row, counts]).toEqual([undefined, [1, 0]]);
    });

    test('nobody gets in with answers that are not asked for any more', async () => {
      const { answer: refusal, row, counts } = await meet(QUESTIONS, null, { meal: 'meat' });
      expectBrokenRules(refusal, ['/body/answers/meal']);
      expect([row, counts]).toEqual([undefined, [1, 0]]);
    });
  });

  test('a process that knows the former ones takes answers by the new ones at once', async () => {
    const eventId = await anAskingEvent({ capacity: 9 });
    await answer(eventId, await aUser(), ANSWERS);
    await updateEvent(eventId, { questions: OTHERS });
    expectBrokenRules(await answer(eventId, await aUser(), ANSWERS), ['/body/answers/size']);
    expect((await answer(eventId, await aUser(), MORE)).status).toBe(201);
    await updateEvent(eventId, { questions: QUESTIONS });
    expect((await answer(eventId, await aUser(), ANSWERS)).status).toBe(201);
  });

  test('a seat that an earlier request holds is not confirmed by the former ones', async () => {
    const [eventId, userId] = [await anAskingEvent(), await aUser()];
    await answer(eventId, await aUser(), ANSWERS);
    await holdEarlier(eventId, userId);
    await updateEvent(eventId, { questions: OTHERS });
    expectBrokenRules(await answer(eventId, userId, ANSWERS), ['/body/answers/size']);
    expect(await answer(eventId, userId, MORE)).toMatchObject({ status: 201, body: { answers: MORE } });
  });

  test('answers that were given stay', async () => {
    const [eventId, userId] = [await anAskingEvent(), await aUser()];
    await answer(eventId, userId, ANSWERS);
    for (const questions of [OTHERS, [], null]) {
      await updateEvent(eventId, { questions });
      const { body: list } = await listUserRegistrations(userId);
      expect(list[0].registration.answers).toEqual(ANSWERS);
    }
  });
});

describe('answers stay with a registration', () => {
  test('that is promoted, sorted by another date, checked in and undone, of which check-ins tell nothing', async () => {
    const eventId = await anAskingEvent({ capacity: 1 });
    const [first, userId] = [await aUser(), await aUser()];
    for (const one of [first, userId]) await answer(eventId, one, ANSWERS);
    await unregister(eventId, first);
    await updateEvent(eventId, { date: '2031-02-03' });
    for (const { status, body } of [await checkIn(eventId, userId), await undoCheckIn(eventId, userId)])
      expect({ status, answers: body.answers }).toEqual({ status: 200, answers: undefined });
    const row = await rowOf(eventId, userId);
    expect(JSON.parse(String(row?.answers))).toEqual(ANSWERS);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('but not with one that is made anonymous', async () => {
    const [eventId, userId] = [await anAskingEvent(), await aUser()];
    await answer(eventId, userId, ANSWERS);
    await complete(eventId);
    const [anonymousId = ''] = await anonymised(userId);
    const row = await rowOf(eventId, anonymousId);
    expect(row).toBeDefined();
    expect(row).not.toHaveProperty('answers');
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('and an audit finds a place that has others', async () => {
    const [eventId, userId] = [await anAskingEvent(), await aUser()];
    await answer(eventId, userId, ANSWERS);
    const row = (await rowOf(eventId, userId)) as registrations.Item;
    await alter(places.ref(row), { answers: '{"meal":"meat"}' });
    expect(await violationsOf(eventId)).toMatchObject([{ rule: 'PLACES_FIT_REGISTRATIONS', userId }]);
  });
});

describe('the costs', () => {
  const costOf = async (work: () => Promise<{ status: number }>) => {
    const { result, calls, readUnits } = await consumptionOf(work);
    return [result.status, calls, readUnits];
  };

  test('of questions are one read of them in each process', async () => {
    const eventId = await anAskingEvent({ capacity: 9 });
    const userIds = [await aUser(), await aUser(), await aUser()];
    const costs = [];
    for (const userId of userIds) costs.push(await costOf(() => answer(eventId, userId, ANSWERS)));
    expect(costs).toEqual([
      [201, 3, 3.5],
      [201, 1, 0],
      [201, 1, 0],
    ]);
  });

  test.each([
    ['at an event that asks them', QUESTIONS],
    ['at an event that asks nothing', []],
  ])('of answers that do not fit are no read of known questions, %s', async (_where, questions) => {
    const eventId = await anEvent({ questions, capacity: 9 });
    await answer(eventId, await aUser(), questions.length > 0 ? ANSWERS : undefined);
    const userId = await aUser();
    const wrong = () => answer(eventId, userId, { ...ANSWERS, size: 5 });
    expect(await costOf(wrong)).toEqual([422, 1, 3]);
  });

  test('of an event that asks nothing are those that they were', async () => {
    const eventId = await anEvent({ capacity: 9 });
    const userIds = [await aUser(), await aUser()];
    const costs = [];
    for (const userId of userIds) costs.push(await costOf(() => register(eventId, userId)));
    expect(costs).toEqual([
      [201, 2, 3],
      [201, 1, 0],
    ]);
  });
});

test.each([-0, 1e300, 5e-324, 0.1 + 0.2, Number.MAX_SAFE_INTEGER + 2])(
  'the number %j is kept as it is',
  async guests => {
    const [eventId, userId] = [await anAskingEvent(), await aUser()];
    const { status, body } = await answer(eventId, userId, { meal: 'meat', guests });
    expect({ status, guests: body.answers.guests }).toEqual({ status: 201, guests: guests + 0 });
  },
);

test('a number that is none to a computer is refused', async () => {
  const [eventId, userId] = [await anAskingEvent(), await aUser()];
  const body = `{"userId":"${userId}","answers":{"meal":"meat","guests":1e999}}`;
  expectBrokenRules(await answer(eventId, userId, {}, { body }), ['/body/answers/guests']);
});
