import { answerWith } from '../simulator/callFaults.ts';
import { namesIn } from '../simulator/callNames.ts';
import { expectAnswer, expectProblem } from '../support/api/expectations.ts';
import { stopClock } from '../support/records/clock.ts';
import { expectSound } from '../support/records/holds.ts';
import { askInVain, askingAt, IN_CROWD, leaveInCrowd, leaving } from '../support/records/leavers.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

const { jest } = import.meta;
afterEach(() => jest.restoreAllMocks());

const LEFT_SEAT = 'Successfully unregistered from event';
const NOTHING_CHANGED = 'The service is busy and nothing was changed. Please try again.';
const UNKNOWN =
  'The database did not answer in time, and it is not known whether anything was changed. Please look, and try again.';

/** A function has 20 seconds. The last half second is for the answer, and the second before it for withdrawing. */
const TIMEOUT_MS = 20_000;
const ASKING_MS = 18_500;
const WORKING_MS = 19_500;

/** After this time somebody takes over from one person before them. */
const STUCK_MS = 400;

describe('somebody who asked to leave, and runs out of time,', () => {
  test('withdraws and stays, whoever leaves later', async () => {
    const { eventId, userIds } = await aFullEvent(4);
    const [seat = '', head = '', next = '', last = ''] = userIds;
    const { pass } = stopClock();
    const runOut = async () => pass(ASKING_MS);
    const { answer, calls, logged } = await leaveInCrowd(eventId, seat, { watch: runOut }, TIMEOUT_MS);
    expectProblem(answer, 'TRY_AGAIN', NOTHING_CHANGED);
    expect(namesIn(calls).slice(-2)).toEqual(['watch', 'withdraw']);
    expect(logged).toEqual(['TRY_AGAIN']);
    jest.restoreAllMocks();
    expect(await askingAt(eventId)).toEqual([]);
    expect((await leaveInCrowd(eventId, next)).answer.status).toBe(200);
    await expectSound(eventId, [seat], [head, last]);
  });

  test('also withdraws when the answer to that is lost', async () => {
    const { eventId, userIds } = await aFullEvent(2);
    const [seat = '', head = ''] = userIds;
    const { pass } = stopClock();
    const faults = { watch: async () => pass(ASKING_MS), withdraw: 'lost' } as const;
    const { answer } = await leaveInCrowd(eventId, seat, faults, TIMEOUT_MS);
    expectProblem(answer, 'TRY_AGAIN', NOTHING_CHANGED);
    await expectSound(eventId, [seat], [head]);
  });

  test('is told that they left when somebody took them off by then', async () => {
    const { eventId, userIds } = await aFullEvent(4);
    const [seat = '', head = '', next = '', last = ''] = userIds;
    const { pass } = stopClock();
    const runOut = async () => {
      const takesOver = { watch: [undefined, async () => pass(STUCK_MS)] };
      expect((await leaveInCrowd(eventId, next, takesOver)).answer.status).toBe(200);
      pass(ASKING_MS);
    };
    const { answer } = await leaveInCrowd(eventId, seat, { watch: runOut }, TIMEOUT_MS);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: head });
    await expectSound(eventId, [head], [last]);
  });

  test('is told that the outcome is unknown when there is no time to withdraw', async () => {
    const { eventId, userIds } = await aFullEvent(3);
    const [seat = '', head = '', next = ''] = userIds;
    const { pass } = stopClock();
    const runOut = async () => pass(WORKING_MS);
    const { answer } = await leaveInCrowd(eventId, seat, { watch: runOut }, TIMEOUT_MS);
    expectProblem(answer, 'TRY_AGAIN', UNKNOWN);
    jest.restoreAllMocks();
    // The next one who leaves takes them off, which is no contradiction.
    expect((await leaveInCrowd(eventId, head)).answer.status).toBe(200);
    await expectSound(eventId, [next], []);
  });
});

test('nobody asks to leave whose time is too short to withdraw', async () => {
  const { eventId, userIds } = await aFullEvent(2);
  const [seat = '', head = ''] = userIds;
  const request = { ...leaving(eventId, seat), timeoutMs: 1400 };
  const { answer, calls } = await answerWith('unregisterFromEvent', request, IN_CROWD);
  expectProblem(answer, 'TRY_AGAIN', NOTHING_CHANGED);
  expect(namesIn(calls)).not.toContain('ask');
  await expectSound(eventId, [seat], [head]);
});

describe('somebody leaves once', () => {
  test.each([
    ['the answer to their asking is lost', { ask: 'lost' }],
    ['the answer to the transaction is lost', { leaveBatch: 'lost' }],
    ['their asking meets a transaction', { ask: 'conflict' }],
    ['the transaction meets others', { leaveBatch: ['conflict', 'conflict'] }],
    [
      'the database has no capacity for them',
      { ask: 'throttled', watch: 'throttled', leaveBatch: 'throttled' },
    ],
    [
      'a partition has no capacity for the transaction',
      { leaveBatch: { cancelled: [{ Code: 'None' }, { Code: 'ThrottlingError' }] } },
    ],
  ] as const)('though %s', async (_what, faults) => {
    const { eventId, userIds } = await aFullEvent(4);
    const [seat = '', head = '', next = '', last = ''] = userIds;
    await askInVain(eventId, next);
    const { answer } = await leaveInCrowd(eventId, seat, structuredClone(faults) as object);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: head });
    await expectSound(eventId, [head], [last]);
    expect(await askingAt(eventId)).toEqual([]);
  });
});
