import { expectAnswer } from '../support/api/expectations.ts';
import { deleteEvent, register, settleEvents } from '../support/api/operations.ts';
import { expectSound } from '../support/records/holds.ts';
import { anEventForTwo, askedBefore, askInVain, askingAt, leaveInCrowd } from '../support/records/leavers.ts';
import { anEvent } from '../support/records/records.ts';

const LEFT_SEAT = 'Successfully unregistered from event';

describe('people whose process died', () => {
  test('right before it took others off leave with those who take over', async () => {
    const { eventId, first, second, head, next, last } = await anEventForTwo();
    const dead = await leaveInCrowd(eventId, first, { leaveBatch: 'dead' });
    expect(dead.answer.status).toBe(500);
    const { answer } = await leaveInCrowd(eventId, second);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: next });
    await expectSound(eventId, [head, next], [last]);
    expect(await askingAt(eventId)).toEqual([]);
  });

  test('right after it took others off have left, and so have these', async () => {
    const { eventId, first, second, head, next, last } = await anEventForTwo();
    await askInVain(eventId, first);
    const dead = await leaveInCrowd(eventId, second, { leaveBatch: ['lost', 'dead'] });
    expect(dead.answer.status).toBe(500);
    await expectSound(eventId, [head, next], [last]);
    expect(await askingAt(eventId)).toEqual([]);
  });

  test('right after they asked leave before those who asked later', async () => {
    const { eventId, first, second, head, next, last } = await anEventForTwo();
    await askInVain(eventId, second);
    const { answer } = await leaveInCrowd(eventId, first);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: next });
    await expectSound(eventId, [head, next], [last]);
  });

  test('while they wait get no seat of those who leave with them', async () => {
    const { eventId, first, second, head, next, last } = await anEventForTwo();
    await askInVain(eventId, head);
    const { answer } = await leaveInCrowd(eventId, first);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: next });
    await expectSound(eventId, [second, next], [last]);
  });

  test('long ago stay, and nobody asks for them any more', async () => {
    const { eventId, first, second, head, next, last } = await anEventForTwo();
    await askedBefore(eventId, first, 21_000);
    const { answer } = await leaveInCrowd(eventId, second);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: head });
    await expectSound(eventId, [first, head], [next, last]);
    expect(await askingAt(eventId)).toEqual([]);
  });

  test('in such numbers that nobody alive is seen do not keep others', async () => {
    const { eventId, first, second, head, next, last } = await anEventForTwo();
    for (let n = 0; n < 30; n += 1) await askedBefore(eventId, first, 30_000 - n);
    const { answer } = await leaveInCrowd(eventId, second);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: head });
    await expectSound(eventId, [first, head], [next, last]);
    expect(await askingAt(eventId)).toEqual([]);
  });

  test('at an event that was deleted stay at the next one of the same id', async () => {
    const { eventId, first, second } = await anEventForTwo();
    await askInVain(eventId, first);
    await deleteEvent(eventId);
    await settleEvents();
    await anEvent({ eventId, capacity: 1 });
    for (const userId of [second, first]) await register(eventId, userId);
    const { answer } = await leaveInCrowd(eventId, second);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: first });
    await expectSound(eventId, [first], []);
  });
});

test('of two who take people off at once, one does so for both', async () => {
  const { eventId, first, second, head, next, last } = await anEventForTwo();
  const answers: object[] = [];
  const meanwhile = async () => answers.push((await leaveInCrowd(eventId, second)).answer.body);
  const { answer } = await leaveInCrowd(eventId, first, { leaveBatch: meanwhile });
  expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: head });
  expect(answers).toEqual([{ message: LEFT_SEAT, promotedUser: next }]);
  await expectSound(eventId, [head, next], [last]);
});
