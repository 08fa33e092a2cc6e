import { handler } from '../../functions/checkIn.ts';
import { batchPut } from '../../lib/dynamo/batchPut.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { callsOf } from '../simulator/calls.ts';
import { expectAnswer, TIMESTAMP } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import {
  checkIn,
  getEvent,
  listEventRegistrations,
  listUserRegistrations,
  undoCheckIn,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { stored } from '../support/records/records.ts';
import { anEventWithSeatAndQueue } from '../support/records/unfinished.ts';
import { violationsOf } from '../support/records/violations.ts';

const checkedInCount = async (eventId: string) => (await getEvent(eventId)).body.checkedInCount;

/** The answer to a check-in of somebody whom this one checked in already. */
const notTheFirst = (first: Answer): Answer => ({ ...first, body: { ...first.body, firstCheckIn: false } });

describe('200', () => {
  test('shows the time of the check-in in every answer about the person, and counts them', async () => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    const [before] = (await listEventRegistrations(eventId)).body;
    expect(before).toMatchObject({ userId: seated, checkedInAt: null });
    const registration = { ...before, checkedInAt: expect.stringMatching(TIMESTAMP) };
    const answer = await checkIn(eventId, seated);
    expectAnswer(answer, 200, { ...registration, firstCheckIn: true });
    const { firstCheckIn: _, ...told } = answer.body;
    expect((await listEventRegistrations(eventId)).body[0]).toEqual(told);
    const [{ registration: own, event }] = (await listUserRegistrations(seated)).body;
    expect(own).toEqual(told);
    expect(event).toMatchObject({ registeredCount: 1, checkedInCount: 1 });
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('answers a second check-in with the time of the first, marks it as a repetition, and counts once', async () => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    const first = await checkIn(eventId, seated);
    expect(first.body.firstCheckIn).toBe(true);
    for (let n = 0; n < 2; n += 1) expect(await checkIn(eventId, seated)).toEqual(notTheFirst(first));
    expect(await checkedInCount(eventId)).toBe(1);
  });

  test('calls one of twenty identical requests at once the first, and counts once', async () => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    const answers = await Promise.all(Array.from({ length: 20 }, () => checkIn(eventId, seated)));
    const [first, ...others] = answers.filter(({ body }) => body.firstCheckIn);
    expect(others).toEqual([]);
    expect(first?.status).toBe(200);
    const again = answers.filter(answer => answer !== first);
    expect(again).toEqual(Array(19).fill(notTheFirst(first as Answer)));
    expect(await checkedInCount(eventId)).toBe(1);
  });

  test('calls the next check-in after an undo the first', async () => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    await checkIn(eventId, seated);
    expect((await undoCheckIn(eventId, seated)).body).not.toHaveProperty('firstCheckIn');
    expect((await checkIn(eventId, seated)).body.firstCheckIn).toBe(true);
  });

  test('still answers the time of the first check-in when the event is over meanwhile', async () => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    const first = await checkIn(eventId, seated);
    await updateEvent(eventId, { status: 'completed' });
    expect(await checkIn(eventId, seated)).toEqual(notTheFirst(first));
  });

  test('ignores a body', async () => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    const answer = await invoke(handler, {
      method: 'POST',
      path: { eventId, userId: seated },
      body: 'not JSON',
    });
    expect(answer).toMatchObject({ status: 200, body: { userId: seated } });
  });

  test('lets someone in who got their seat from the waitlist', async () => {
    const { eventId, seated, waiting } = await anEventWithSeatAndQueue();
    await unregister(eventId, seated);
    const { body } = await checkIn(eventId, waiting);
    expect(body).toMatchObject({ status: 'registered', waitlistPosition: null });
    expect(body.checkedInAt >= body.promotedAt).toBe(true);
  });

  test('also works at an event that was stored before check-ins existed', async () => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    const { checkedInCount: _, ...old } = (await stored(seats.ref(eventId))) ?? {};
    await batchPut(TABLES.seats, [old]);
    expect(await checkedInCount(eventId)).toBe(0);
    await checkIn(eventId, seated);
    expect(await checkedInCount(eventId)).toBe(1);
    await undoCheckIn(eventId, seated);
    expect(await stored(seats.ref(eventId))).toEqual({ ...old, checkedInCount: 0 });
  });

  test('costs two calls, and one when there is nothing to do', async () => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    expect(await callsOf(() => checkIn(eventId, seated))).toEqual(['BatchGetItem', 'TransactWriteItems']);
    expect(await callsOf(() => checkIn(eventId, seated))).toEqual(['BatchGetItem']);
  });

  test('counts once, as the first check-in, when the answer of the database is lost', async () => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    const path = { eventId, userId: seated };
    const { answer } = await answerWith('checkIn', { path }, { TransactWriteItems: 'lost' });
    expect(answer).toMatchObject({ status: 200, body: { userId: seated, firstCheckIn: true } });
    expect(await checkIn(eventId, seated)).toEqual(notTheFirst(answer));
    expect(await checkedInCount(eventId)).toBe(1);
    expect(await violationsOf(eventId)).toEqual([]);
  });
});
