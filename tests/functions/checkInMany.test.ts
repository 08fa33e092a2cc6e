import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/checkInMany.ts';
import * as places from '../../lib/repositories/places.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { expectBrokenRules, expectProblem, TIMESTAMP } from '../support/api/expectations.ts';
import { storyOf } from '../support/api/histories.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import {
  checkIn,
  getEvent,
  listEventHistory,
  listEventRegistrations,
  recordHistory,
  undoCheckIn,
  unregister,
} from '../support/api/operations.ts';
import { alter } from '../support/records/audit.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';
import { anEventWithSeatAndQueue } from '../support/records/unfinished.ts';
import { violationsOf } from '../support/records/violations.ts';

const requestOf = (eventId: string, body: object, key?: string) => ({
  method: 'POST',
  path: { eventId },
  body,
  ...(key && { headers: { 'idempotency-key': key } }),
});
const checkInMany = (...request: Parameters<typeof requestOf>) => invoke(handler, requestOf(...request));

const secondsAgo = (seconds: number) => new Date(Date.now() - 1000 * seconds).toISOString();

const DAY = 86_400;

/** Makes registrations ones of eight days ago. */
async function seatLongAgo(eventId: string, userIds: string[]): Promise<void> {
  const registeredAt = secondsAgo(8 * DAY);
  for (const userId of userIds) {
    const row = (await stored(registrations.ref(eventId, userId))) as registrations.Item;
    await alter(registrations.ref(eventId, userId), { registeredAt });
    await alter(places.ref(row), { registeredAt });
  }
}

type Entry = Answer['body'];

/** What became of each entry, in short. */
const outcomesIn = ({ body }: Answer): unknown[] =>
  body.results.map(({ problem, registration }: Entry) => problem?.code ?? registration.firstCheckIn);

describe('200', () => {
  test('checks people in as requests of their own would, in the order given, whatever becomes of others', async () => {
    const { eventId, seated, waiting } = await anEventWithSeatAndQueue();
    const userIds = [waiting, seated, await aUser(), 'nobody'];
    const answer = await checkInMany(eventId, { userIds });
    expect(answer.status).toBe(200);
    expect(outcomesIn(answer)).toEqual(['NOT_SEATED', true, 'REGISTRATION_NOT_FOUND', 'USER_NOT_FOUND']);
    const { results } = answer.body;
    expect(results.map(({ userId, status }: Entry) => [userId, status])).toEqual(
      userIds.map((userId, n) => [userId, [409, 200, 404, 404][n]]),
    );
    const [row] = (await listEventRegistrations(eventId)).body;
    expect(results[1].registration).toEqual({ ...row, firstCheckIn: true });
    expect(row.checkedInAt).toMatch(TIMESTAMP);
    expect(outcomesIn(await checkInMany(eventId, { userIds: [seated] }))).toEqual([false]);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('stores when a ticket was scanned, in UTC, and keeps that for good', async () => {
    const eventId = await anEvent({ capacity: 4 });
    const [ada = '', ben = '', cleo = '', dan = ''] = await registeredUsers(eventId, 4);
    await seatLongAgo(eventId, [ada, ben, cleo, dan]);
    await checkIn(eventId, dan);
    const hourAgo = secondsAgo(3600);
    const answer = await checkInMany(eventId, {
      checkIns: [
        { userId: ada, checkedInAt: hourAgo },
        { userId: ben, checkedInAt: `${hourAgo.slice(0, -1)}+00:00`.toLowerCase() },
        { userId: cleo, checkedInAt: null },
        { userId: dan, checkedInAt: hourAgo },
        { userId: ada, checkedInAt: secondsAgo(60) },
      ],
    });
    expect(outcomesIn(answer)).toEqual([true, true, true, false, false]);
    const times = answer.body.results.map(({ registration }: Entry) => registration.checkedInAt);
    expect([times[0], times[1], times[4]]).toEqual([hourAgo, hourAgo, hourAgo]);
    for (const time of [times[2], times[3]]) expect(time > secondsAgo(60)).toBe(true);
    expect((await getEvent(eventId)).body.checkedInCount).toBe(4);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('stores no time before the person got their seat', async () => {
    const { eventId, seated, waiting } = await anEventWithSeatAndQueue();
    await unregister(eventId, seated);
    const checkIns = [{ userId: waiting, checkedInAt: secondsAgo(3600) }];
    const [{ registration }] = (await checkInMany(eventId, { checkIns })).body.results;
    expect(registration).toMatchObject({ checkedInAt: registration.promotedAt, firstCheckIn: true });
    expect((await listEventRegistrations(eventId)).body).toEqual([
      expect.objectContaining({ checkedInAt: registration.promotedAt }),
    ]);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('takes a scan of a clock that is minutes ahead as one of now', async () => {
    const eventId = await anEvent();
    const [ada = '', ben = ''] = await registeredUsers(eventId, 2);
    const checkIns = [ada, ben].map((userId, n) => ({ userId, checkedInAt: secondsAgo([-1, -290][n] ?? 0) }));
    const answer = await checkInMany(eventId, { checkIns });
    expect(outcomesIn(answer)).toEqual([true, true]);
    const now = secondsAgo(0);
    for (const { registration } of answer.body.results)
      expect([registration.userId, registration.checkedInAt <= now]).toEqual([registration.userId, true]);
  });

  test('records when it was told, in the order of what happened to the registration', async () => {
    const eventId = await anEvent();
    const [ada = ''] = await registeredUsers(eventId, 1);
    const begun = secondsAgo(0);
    await checkInMany(eventId, { checkIns: [{ userId: ada, checkedInAt: secondsAgo(6 * DAY) }] });
    await undoCheckIn(eventId, ada);
    await recordHistory();
    const answer = await listEventHistory(eventId);
    expect(storyOf(answer, ada)).toEqual([
      'registered request',
      'checked_in request',
      'check_in_undone request',
    ]);
    for (const { time, change } of answer.body)
      expect([change, change === 'registered' || time >= begun]).toEqual([change, true]);
  });

  test('checks everybody in once when two doors send what they scanned at once', async () => {
    const eventId = await anEvent({ capacity: 10 });
    const userIds = await registeredUsers(eventId, 10);
    const answers = await Promise.all([
      checkInMany(eventId, { userIds }),
      checkInMany(eventId, { userIds: userIds.toReversed() }),
    ]);
    const first = answers.flatMap(({ body }) =>
      body.results.filter(({ registration }: Entry) => registration.firstCheckIn),
    );
    expect(first.map(({ userId }: Entry) => userId).sort()).toEqual(userIds.toSorted());
    expect((await getEvent(eventId)).body.checkedInCount).toBe(10);
    expect(await violationsOf(eventId)).toEqual([]);
  });
});

describe('an Idempotency-Key', () => {
  test('gets the first answer, as the first check-in, also when it was undone since', async () => {
    const { eventId, seated, waiting } = await anEventWithSeatAndQueue();
    const [body, key] = [{ userIds: [seated, waiting] }, randomUUID()];
    const first = await checkInMany(eventId, body, key);
    expect(outcomesIn(first)).toEqual([true, 'NOT_SEATED']);
    await undoCheckIn(eventId, seated);
    const again = await checkInMany(eventId, body, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect((await getEvent(eventId)).body.checkedInCount).toBe(0);
    expectProblem(await checkInMany(eventId, { userIds: [seated] }, key), 'IDEMPOTENCY_KEY_REUSED');
  });

  test('still calls those the first whom a run checked in that died', async () => {
    const eventId = await anEvent({ capacity: 3 });
    const [body, key] = [{ userIds: await registeredUsers(eventId, 3) }, randomUUID()];
    await answerWith('checkInMany', requestOf(eventId, body, key), {
      TransactWriteItems: [undefined, undefined, 'dead'],
    });
    expect((await getEvent(eventId)).body.checkedInCount).toBe(2);
    expect(outcomesIn(await checkInMany(eventId, body, key))).toEqual([true, true, true]);
  });
});

describe('404', () => {
  test('comes for a missing event as a whole', async () => {
    const answer = await checkInMany(randomUUID(), { userIds: [await aUser()] });
    expectProblem(answer, 'EVENT_NOT_FOUND', 'Event not found');
  });
});

describe('422', () => {
  const MESSAGE = {
    time: 'must be a time with its offset, such as 2027-05-01T09:00:00Z',
    recent: 'must be in the past, and at most 7 days ago',
  };

  test.each<[string, () => unknown, string]>([
    ['a time that is six minutes ahead', () => secondsAgo(-360), MESSAGE.recent],
    ['more than seven days ago', () => secondsAgo(7 * DAY + 60), MESSAGE.recent],
    ['a day', () => secondsAgo(60).slice(0, 10), MESSAGE.time],
    ['no offset', () => secondsAgo(60).slice(0, -1), MESSAGE.time],
    ['a space', () => secondsAgo(60).replace('T', ' '), MESSAGE.time],
    ['30 February', () => '2026-02-30T09:00:00Z', MESSAGE.time],
    ['24 o’clock', () => `${secondsAgo(DAY).slice(0, 10)}T24:00:00Z`, MESSAGE.time],
    ['nothing', () => '', MESSAGE.time],
    ['a number', () => Date.now() - 60_000, 'must be string or null'],
  ])('refuses %s', async (_what, checkedInAt, message) => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    const checkIns = [{ userId: seated, checkedInAt: checkedInAt() }];
    const answer = await checkInMany(eventId, { checkIns });
    expectBrokenRules(answer, ['/body/checkIns/0/checkedInAt']);
    expect(answer.body.errors[0].message).toBe(message);
    expect((await getEvent(eventId)).body.checkedInCount).toBe(0);
  });

  test.each([1, 7 * DAY - 60])('takes a time of %s seconds ago', async seconds => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    const checkIns = [{ userId: seated, checkedInAt: secondsAgo(seconds) }];
    expect(outcomesIn(await checkInMany(eventId, { checkIns }))).toEqual([true]);
  });

  test.each([{}, { userIds: null }, { userIds: ['ada'], checkIns: [{ userId: 'ada' }] }])(
    'refuses %j, which has neither or both',
    async body => {
      const answer = await checkInMany(await anEvent(), body);
      expectBrokenRules(answer, ['/body']);
      expect(answer.body.errors[0].message).toBe('must have either userIds or checkIns');
    },
  );

  test('names this beside everything else that is wrong', async () => {
    const body = { userIds: ['a b'], checkIns: [{ userId: 'ada', checkedInAt: 'today' }] };
    const answer = await checkInMany(await anEvent(), body);
    expectBrokenRules(answer, ['/body', '/body/userIds/0', '/body/checkIns/0/checkedInAt']);
  });

  test('names every bad entry', async () => {
    const checkIns = [{ userId: 'a b' }, {}, 'ada'];
    const answer = await checkInMany(await anEvent(), { checkIns });
    expectBrokenRules(answer, ['/body/checkIns/0/userId', '/body/checkIns/1/userId', '/body/checkIns/2']);
  });
});
