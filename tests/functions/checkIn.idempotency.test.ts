import { randomUUID } from 'node:crypto';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { checkIn, getEvent, undoCheckIn, unregister } from '../support/api/operations.ts';
import { BAD_KEYS, replayOf } from '../support/records/holds.ts';
import { anEvent, registeredUsers } from '../support/records/records.ts';
import { anEventWithSeatAndQueue } from '../support/records/unfinished.ts';

const checkedInCount = async (eventId: string) => (await getEvent(eventId)).body.checkedInCount;
const keyed = () => ({ 'idempotency-key': randomUUID() });

describe('the same request with the same key', () => {
  test('is answered as the first time, and not carried out again after an undo', async () => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    const key = keyed();
    const first = await checkIn(eventId, seated, key);
    expect(first.body.firstCheckIn).toBe(true);
    expect(await checkIn(eventId, seated, key)).toEqual(replayOf(first));
    await undoCheckIn(eventId, seated);
    expect(await checkIn(eventId, seated, key)).toEqual(replayOf(first));
    expect(await checkedInCount(eventId)).toBe(0);
  });

  test('is also answered as the first time when the person is already checked in', async () => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    const key = keyed();
    await checkIn(eventId, seated);
    const first = await checkIn(eventId, seated, key);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    expect(first.body.firstCheckIn).toBe(false);
    await undoCheckIn(eventId, seated);
    expect(await checkIn(eventId, seated, key)).toEqual(replayOf(first));
  });

  test('is carried out once when it is sent many times at once', async () => {
    const { eventId, seated } = await anEventWithSeatAndQueue();
    const key = keyed();
    const answers = await Promise.all(Array.from({ length: 8 }, () => checkIn(eventId, seated, key)));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers[0]?.body.firstCheckIn).toBe(true);
    expect(answers.filter(({ headers }) => !headers['idempotency-replayed'])).toHaveLength(1);
  });

  test('for another person is a 422', async () => {
    const eventId = await anEvent();
    const [first = '', second = ''] = await registeredUsers(eventId, 2);
    const key = keyed();
    await checkIn(eventId, first, key);
    expectProblem(await checkIn(eventId, second, key), 'IDEMPOTENCY_KEY_REUSED');
    expect(await checkedInCount(eventId)).toBe(1);
  });

  test('keeps no refusal', async () => {
    const { eventId, seated, waiting } = await anEventWithSeatAndQueue();
    const key = keyed();
    expectProblem(await checkIn(eventId, waiting, key), 'NOT_SEATED');
    await unregister(eventId, seated);
    expect((await checkIn(eventId, waiting, key)).status).toBe(200);
  });
});

test.each(BAD_KEYS)('422: refuses a key of %s', async (_name, key) => {
  const answer = await checkIn('some-event', 'some-user', { 'idempotency-key': key });
  expectBrokenRules(answer, ['/headers/idempotency-key']);
});
