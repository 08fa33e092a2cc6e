import type { ErrorCode } from '../../lib/core/errors.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { consumptionOf } from '../simulator/calls.ts';
import { expectAnswer, expectProblem } from '../support/api/expectations.ts';
import {
  checkIn,
  deleteEvent,
  deleteUser,
  getEvent,
  listEventRegistrations,
  listUserRegistrations,
  register,
  removeDeletedUsers,
  transferSeat,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { expectSound, replayOf } from '../support/records/holds.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';
import { violationsOf } from '../support/records/violations.ts';

const PAST = '2001-01-01T00:00:00.000Z';

const orderAt = async (eventId: string) =>
  (await listEventRegistrations(eventId)).body.map(({ userId }: { userId: string }) => userId);

describe('a seat that is handed on', () => {
  test('is the other person’s, in its place in the list, and no counter moves', async () => {
    const eventId = await anEvent({ capacity: 3 });
    const [first = '', second = '', third = '', waits = ''] = await registeredUsers(eventId, 4);
    const [to, before] = [await aUser(), (await getEvent(eventId)).body];
    const row = await stored(registrations.ref(eventId, second));
    const answer = await transferSeat(eventId, second, to);
    expectAnswer(answer, 200, {
      userId: to,
      eventId,
      status: 'registered',
      waitlistPosition: null,
      promotedAt: null,
      checkedInAt: null,
      registrationId: expect.any(String),
      registeredAt: expect.any(String),
      message: 'Successfully handed the seat on',
    });
    expect(answer.body.registrationId).not.toBe(row?.registrationId);
    expect(answer.body.registeredAt >= String(row?.registeredAt)).toBe(true);
    expect(await orderAt(eventId)).toEqual([first, to, third, waits]);
    expect((await getEvent(eventId)).body).toEqual(before);
    expect((await listUserRegistrations(second)).body).toEqual([]);
    expect((await listUserRegistrations(to)).body).toHaveLength(1);
    await expectSound(eventId, [first, to, third], [waits]);
  });

  test('keeps its place when it came from the queue, and when it is handed on again', async () => {
    const { eventId, userIds } = await aFullEvent(4);
    const [first = '', head = '', next = '', last = ''] = userIds;
    await updateEvent(eventId, { capacity: 2 });
    await unregister(eventId, first);
    const [to, finally_] = [await aUser(), await aUser()];
    expect((await transferSeat(eventId, head, to)).status).toBe(200);
    expect((await transferSeat(eventId, to, finally_)).status).toBe(200);
    expect(await orderAt(eventId)).toEqual([finally_, next, last]);
    expect((await transferSeat(eventId, finally_, head)).status).toBe(200);
    await expectSound(eventId, [head, next], [last]);
  });

  test.each(['cancelled', 'completed'])('may be one of a %s event', async status => {
    const eventId = await anEvent();
    const [seat = ''] = await registeredUsers(eventId, 1);
    await updateEvent(eventId, { status, closesAt: PAST });
    const to = await aUser();
    expect((await transferSeat(eventId, seat, to)).status).toBe(200);
    await expectSound(eventId, [to], []);
  });

  test('keeps its place when whoever got it is deleted at a completed event', async () => {
    const eventId = await anEvent();
    const [seat = '', other = ''] = await registeredUsers(eventId, 2);
    const to = await aUser();
    await transferSeat(eventId, seat, to);
    await updateEvent(eventId, { status: 'completed' });
    await deleteUser(to);
    await removeDeletedUsers();
    const [anonymous, ...others] = await orderAt(eventId);
    expect([anonymous, others]).toEqual([expect.stringMatching(/^deleted-/), [other]]);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('is handed on once by a key, whose replay is the first answer', async () => {
    const eventId = await anEvent();
    const [seat = ''] = await registeredUsers(eventId, 1);
    const [to, key] = [await aUser(), { 'idempotency-key': 'hand-on' }];
    const first = await transferSeat(eventId, seat, to, key);
    expect(first.status).toBe(200);
    expect(await transferSeat(eventId, seat, to, key)).toEqual(replayOf(first));
    expectProblem(await transferSeat(eventId, seat, await aUser(), key), 'IDEMPOTENCY_KEY_REUSED');
  });

  test('costs as many calls and units as the documents say', async () => {
    const eventId = await anEvent();
    const [seat = ''] = await registeredUsers(eventId, 1);
    const to = await aUser();
    const { calls, readUnits, writeUnits } = await consumptionOf(() => transferSeat(eventId, seat, to));
    expect({ calls, readUnits, writeUnits }).toEqual({ calls: 2, readUnits: 5, writeUnits: 14 });
  });
});

describe('a seat is not handed on', () => {
  test.each<[string, ErrorCode, (eventId: string, seat: string, waits: string) => Promise<unknown>]>([
    ['when it is checked in', 'ALREADY_CHECKED_IN', (eventId, seat) => checkIn(eventId, seat)],
    [
      'when seats can no longer be given up',
      'LEAVING_CLOSED',
      eventId => updateEvent(eventId, { leaveUntil: PAST }),
    ],
    ['when its holder left', 'REGISTRATION_NOT_FOUND', (eventId, seat) => unregister(eventId, seat)],
    ['when the event is deleted', 'EVENT_NOT_FOUND', eventId => deleteEvent(eventId)],
    ['when its holder is deleted', 'USER_NOT_FOUND', (_eventId, seat) => deleteUser(seat)],
  ])('%s', async (_when, code, change) => {
    const { eventId, userIds } = await aFullEvent(2);
    const [seat = '', waits = ''] = userIds;
    await change(eventId, seat, waits);
    const to = await aUser();
    expectProblem(await transferSeat(eventId, seat, to), code);
    expect(await stored(registrations.ref(eventId, to))).toBeUndefined();
  });

  test('by somebody without a seat, who learns nothing of the other person', async () => {
    const { eventId, userIds } = await aFullEvent(2);
    const [seat = '', waits = ''] = userIds;
    const stranger = await aUser();
    for (const to of [seat, 'nobody-there']) {
      expectProblem(await transferSeat(eventId, stranger, to), 'REGISTRATION_NOT_FOUND');
      expectProblem(await transferSeat(eventId, waits, to), 'NOT_SEATED');
      expectProblem(await transferSeat('nowhere', stranger, to), 'EVENT_NOT_FOUND');
    }
  });

  test('by somebody who waits, who has none', async () => {
    const { eventId, userIds } = await aFullEvent(2);
    expectProblem(await transferSeat(eventId, String(userIds[1]), await aUser()), 'NOT_SEATED');
  });

  test('to somebody who has one, who waits, to the same person, or to nobody', async () => {
    const eventId = await anEvent({ capacity: 2 });
    const [seat = '', other = '', waits = ''] = await registeredUsers(eventId, 3);
    expectProblem(await transferSeat(eventId, seat, other), 'ALREADY_REGISTERED');
    expectProblem(await transferSeat(eventId, seat, seat), 'ALREADY_REGISTERED');
    const answer = await transferSeat(eventId, seat, waits);
    expectProblem(answer, 'ALREADY_WAITLISTED');
    expect(answer.body.detail).toBe('User is already on the waitlist for this event');
    expectProblem(await transferSeat(eventId, seat, 'nobody-there'), 'USER_NOT_FOUND');
    await expectSound(eventId, [seat, other], [waits]);
  });
});

describe('while a seat is handed on', () => {
  /** Hands a seat on, and does this just before it is written. */
  async function whileHandedOn(
    eventId: string,
    userId: string,
    to: string,
    meanwhile: () => Promise<unknown>,
  ) {
    const request = { method: 'POST', path: { eventId, userId }, body: { to } };
    return (await answerWith('transferSeat', request, { TransactWriteItems: meanwhile })).answer;
  }

  test.each<[string, ErrorCode, (eventId: string, seat: string, to: string) => Promise<unknown>]>([
    ['the other person registers', 'ALREADY_REGISTERED', (eventId, _seat, to) => register(eventId, to)],
    ['its holder is checked in', 'ALREADY_CHECKED_IN', (eventId, seat) => checkIn(eventId, seat)],
    ['its holder leaves', 'REGISTRATION_NOT_FOUND', (eventId, seat) => unregister(eventId, seat)],
    ['the time is over', 'LEAVING_CLOSED', eventId => updateEvent(eventId, { leaveUntil: PAST })],
    ['the event is deleted', 'EVENT_NOT_FOUND', eventId => deleteEvent(eventId)],
    ['the other person is deleted', 'USER_NOT_FOUND', (_eventId, _seat, to) => deleteUser(to)],
  ])('and %s, it is refused', async (_what, code, meanwhile) => {
    const eventId = await anEvent();
    const [seat = ''] = await registeredUsers(eventId, 1);
    const to = await aUser();
    const answer = await whileHandedOn(eventId, seat, to, () => meanwhile(eventId, seat, to));
    expectProblem(answer, code);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('and the event gets another date, the registration is sorted by that one', async () => {
    const eventId = await anEvent();
    const [seat = ''] = await registeredUsers(eventId, 1);
    const to = await aUser();
    const redate = () => updateEvent(eventId, { date: '2031-02-03' });
    expect((await whileHandedOn(eventId, seat, to, redate)).status).toBe(200);
    expect((await stored(registrations.ref(eventId, to)))?.dateEventId).toBe(`2031-02-03#${eventId}`);
  });

  test('to two people at once, one of them gets it', async () => {
    const eventId = await anEvent();
    const [seat = ''] = await registeredUsers(eventId, 1);
    const others = [await aUser(), await aUser(), await aUser()];
    const answers = await Promise.all(others.map(to => transferSeat(eventId, seat, to)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
    const [winner = ''] = others.filter((_, n) => answers[n]?.status === 200);
    await expectSound(eventId, [winner], []);
  });
});
