import { randomUUID } from 'node:crypto';
import { answerWith } from '../simulator/callFaults.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { deleteEvent, deleteUser, removeDeletedUsers } from '../support/api/operations.ts';
import { expectRefusal } from '../support/api/registrationRefusals.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';

describe('404', () => {
  test('comes at once for an unknown user, even beside a conflict', async () => {
    const request = { method: 'POST', path: { eventId: await anEvent() }, body: { userId: 'nobody' } };
    const codes = ['TransactionConflict', 'ConditionalCheckFailed', 'None'];
    const cancelled = codes.map(Code => ({ Code }));
    const { answer } = await answerWith('registerForEvent', request, { takeSeat: { cancelled } });
    expectProblem(answer, 'USER_NOT_FOUND', 'User not found');
  });

  test('comes for an unknown user, at the cost of one call', async () => {
    await expectRefusal(await anEvent(), randomUUID(), ['USER_NOT_FOUND', 'User not found']);
  });

  test('also comes when the event is full, so that no unknown user joins the queue', async () => {
    const full = await anEvent({ capacity: 1 });
    await registeredUsers(full, 1);
    await expectRefusal(full, randomUUID(), ['USER_NOT_FOUND', 'User not found']);
  });

  test('comes for a deleted user, registered or not, at once and for good', async () => {
    const [open, full] = [await anEvent(), await anEvent({ capacity: 1 })];
    const [seat = ''] = await registeredUsers(full, 1);
    await deleteUser(seat);
    for (const eventId of [open, full]) {
      await expectRefusal(eventId, seat, ['USER_NOT_FOUND', 'User not found']);
    }
    await removeDeletedUsers();
    await expectRefusal(open, seat, ['USER_NOT_FOUND', 'User not found']);
  });

  test('comes for an unknown event, at the cost of one call', async () => {
    await expectRefusal(randomUUID(), await aUser(), ['EVENT_NOT_FOUND', 'Event not found']);
  });

  test('comes for an event that is being deleted, whether the person is registered or not', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const userIds = await registeredUsers(eventId, 2);
    await deleteEvent(eventId);
    for (const userId of [await aUser(), ...userIds]) {
      await expectRefusal(eventId, userId, ['EVENT_NOT_FOUND', 'Event not found']);
    }
  });

  test('names the user when both are unknown', async () => {
    await expectRefusal(randomUUID(), randomUUID(), ['USER_NOT_FOUND', 'User not found']);
  });
});
