import { transact } from '../../lib/dynamo/write.ts';
import * as leaveOutcomes from '../../lib/repositories/leaveOutcomes.ts';
import * as leavers from '../../lib/repositories/leavers.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { namesIn } from '../simulator/callNames.ts';
import { expectAnswer } from '../support/api/expectations.ts';
import { register, unregister } from '../support/api/operations.ts';
import { expectSound } from '../support/records/holds.ts';
import { anEventForTwo, askInVain, askingAt, leaveInCrowd } from '../support/records/leavers.ts';
import { stored } from '../support/records/records.ts';

const LEFT_SEAT = 'Successfully unregistered from event';

describe('somebody who has left, or whose request is over', () => {
  /** Asks for somebody, in a request whose outcome this is. */
  async function askedWith(eventId: string, userId: string, outcome: leaveOutcomes.Outcome): Promise<void> {
    const row = await stored(registrations.ref(eventId, userId));
    const { incarnation = '' } = (await stored(seats.ref(eventId))) ?? {};
    const leaver = leavers.newLeaver(incarnation, row as registrations.Item, Date.now());
    const writes = { outcome: leaveOutcomes.write(leaver.leaveId, outcome), asking: leavers.add(leaver) };
    expect(await transact(writes)).toEqual({ kind: 'committed' });
  }

  test('stays when the item by which they asked appears after they withdrew', async () => {
    const { eventId, first, second, head, next, last } = await anEventForTwo();
    await askedWith(eventId, first, { kind: 'withdrawn' });
    const { answer } = await leaveInCrowd(eventId, second);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: head });
    await expectSound(eventId, [first, head], [next, last]);
    expect(await askingAt(eventId)).toEqual([]);
  });

  test('stays when they withdraw right before the transaction that would take them off', async () => {
    const { eventId, first, second, head, next, last } = await anEventForTwo();
    await askInVain(eventId, first);
    const { incarnation = '' } = (await stored(seats.ref(eventId))) ?? {};
    const [asking] = await leavers.first(incarnation, 1);
    const withdraw = () =>
      transact({ outcome: leaveOutcomes.write(String(asking?.leaveId), { kind: 'withdrawn' }) });
    const { answer, calls } = await leaveInCrowd(eventId, second, { leaveBatch: withdraw });
    expect(namesIn(calls).filter(name => name === 'leaveBatch')).toHaveLength(2);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: head });
    await expectSound(eventId, [first, head], [next, last]);
    expect(await askingAt(eventId)).toEqual([]);
  });

  test('withdraws an asking whose item is lost, and asks again', async () => {
    const { eventId, first, second, head, next, last } = await anEventForTwo();
    const lost: leavers.Leaver[] = [];
    const lose = async () => {
      const { incarnation = '' } = (await stored(seats.ref(eventId))) ?? {};
      lost.push(...(await leavers.first(incarnation, 1)));
      await transact({ asking: lost.map(leavers.remove) });
    };
    const { answer } = await leaveInCrowd(eventId, first, { watch: lose });
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: head });
    expect(await leaveOutcomes.get(String(lost[0]?.leaveId))).toMatchObject({ kind: 'withdrawn' });
    await expectSound(eventId, [second, head], [next, last]);
  });

  test('does not leave once more by a registration that they made since', async () => {
    const { eventId, first, second, head, next, last } = await anEventForTwo();
    await askInVain(eventId, first);
    await unregister(eventId, first);
    await register(eventId, first);
    const { answer } = await leaveInCrowd(eventId, second);
    expectAnswer(answer, 200, { message: LEFT_SEAT, promotedUser: next });
    await expectSound(eventId, [head, next], [last, first]);
    expect(await askingAt(eventId)).toEqual([]);
  });
});
