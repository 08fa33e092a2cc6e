import * as registrations from '../../lib/repositories/registrations.ts';
import { expectAnswer, expectProblem } from '../support/api/expectations.ts';
import {
  deleteUser,
  getEvent,
  removeDeletedUsers,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { expectSound } from '../support/records/holds.ts';
import { askingAt, leaveInCrowd } from '../support/records/leavers.ts';
import { anEvent, registeredUsers, stored } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

const [PAST, FUTURE] = ['2001-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z'];

/** Ways to leave: alone, or together with others. */
const WAYS = {
  alone: unregister,
  'together with others': async (eventId: string, userId: string) =>
    (await leaveInCrowd(eventId, userId)).answer,
};

describe.each(Object.entries(WAYS))('somebody who leaves %s', (_way, leave) => {
  test('keeps the seat from the time on until which seats may be given up, which the answer tells', async () => {
    const { eventId, userIds } = await aFullEvent(2);
    const [seat = '', head = ''] = userIds;
    await updateEvent(eventId, { leaveUntil: PAST });
    const answer = await leave(eventId, seat);
    expectProblem(answer, 'LEAVING_CLOSED');
    expect(answer.body).toMatchObject({
      detail: `Seats could be given up until ${PAST}`,
      leaveUntil: PAST,
    });
    await expectSound(eventId, [seat], [head]);
  });

  test('leaves the queue at any time', async () => {
    const { eventId, userIds } = await aFullEvent(3);
    const [seat = '', first = '', second = ''] = userIds;
    await updateEvent(eventId, { leaveUntil: PAST });
    expectAnswer(await leave(eventId, first), 200, { message: 'Successfully removed from waitlist' });
    await expectSound(eventId, [seat], [second]);
  });

  test('gives a seat up before that time, and when the time is removed', async () => {
    const { eventId, userIds } = await aFullEvent(4);
    const [first = '', second = '', ...others] = userIds;
    await updateEvent(eventId, { leaveUntil: FUTURE });
    expect(await leave(eventId, first)).toMatchObject({ status: 200, body: { promotedUser: second } });
    await updateEvent(eventId, { leaveUntil: PAST });
    await updateEvent(eventId, { leaveUntil: null });
    expect((await getEvent(eventId)).body).not.toHaveProperty('leaveUntil');
    expect(await leave(eventId, second)).toMatchObject({ status: 200, body: { promotedUser: others[0] } });
    await expectSound(eventId, others.slice(0, 1), others.slice(1));
  });

  test('keeps a seat at a cancelled event too', async () => {
    const eventId = await anEvent();
    const [seat = ''] = await registeredUsers(eventId, 1);
    await updateEvent(eventId, { leaveUntil: PAST, status: 'cancelled' });
    expectProblem(await leave(eventId, seat), 'LEAVING_CLOSED');
  });
});

test.each(['readEvent', 'leaveSeat', 'ask', 'leaveBatch'])(
  'the time decides also when it was set before %s, and nobody asks any more',
  async step => {
    const { eventId, userIds } = await aFullEvent(2);
    const [seat = '', head = ''] = userIds;
    let isSet = false;
    const edit = async () => {
      if (!isSet) expect((await updateEvent(eventId, { leaveUntil: PAST })).status).toBe(200);
      isSet = true;
    };
    const { answer } = await leaveInCrowd(eventId, seat, { [step]: edit });
    expect(isSet).toBe(true);
    expectProblem(answer, 'LEAVING_CLOSED');
    await expectSound(eventId, [seat], [head]);
    expect(await askingAt(eventId)).toEqual([]);
  },
);

test('a deleted person gives their seat up at any time', async () => {
  const { eventId, userIds } = await aFullEvent(2);
  const [seat = '', head = ''] = userIds;
  await updateEvent(eventId, { leaveUntil: PAST });
  expect((await deleteUser(seat)).status).toBe(204);
  await removeDeletedUsers();
  expect(await stored(registrations.ref(eventId, seat))).toBeUndefined();
  await expectSound(eventId, [head], []);
});
