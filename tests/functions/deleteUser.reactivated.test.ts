import {
  checkIn,
  expectPeople,
  listEventHistory,
  recordHistory,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { anonymised, complete } from '../support/records/anonymised.ts';
import { anEvent, registeredUsers } from '../support/records/records.ts';
import { violationsOf } from '../support/records/violations.ts';

type Row = { userId: string };

describe('at an event that is active again', () => {
  test('deleted people are removed, and their seats go to those who wait, before the answer', async () => {
    const eventId = await anEvent({ capacity: 2 });
    const [gone = '', seated = '', ghost = '', head = '', next = ''] = await registeredUsers(eventId, 5);
    await checkIn(eventId, gone);
    await complete(eventId);
    const ids = await anonymised(gone, ghost);
    const answer = await updateEvent(eventId, { status: 'active' });
    expect(answer.body).toMatchObject({ registeredCount: 2, waitlistCount: 1, checkedInCount: 0 });
    await expectPeople(eventId, [seated, head], [next]);
    expect(await violationsOf(eventId)).toEqual([]);
    await recordHistory();
    const { body } = await listEventHistory(eventId);
    const endsOf = (userId: string) =>
      body.flatMap((entry: Record<string, string>) => (entry.userId === userId ? [entry.change] : []));
    expect(ids.map(endsOf)).toEqual([
      ['removed', 'checked_in', 'registered'],
      ['removed', 'waitlisted'],
    ]);
    expect(endsOf(head)).toEqual(['promoted', 'waitlisted']);
  });

  test('a deleted person in the queue gets no seat before they are removed', async () => {
    const eventId = await anEvent({ capacity: 2 });
    const [first = '', second = '', ghost = '', head = '', next = ''] = await registeredUsers(eventId, 5);
    await complete(eventId);
    await unregister(eventId, first);
    await anonymised(ghost);
    await updateEvent(eventId, { status: 'active' });
    await unregister(eventId, second);
    await expectPeople(eventId, [head, next], []);
    await recordHistory();
    const { body } = await listEventHistory(eventId);
    const promoted = body.filter(({ change }: { change: string }) => change === 'promoted');
    expect(promoted.map(({ userId }: Row) => userId).sort()).toEqual([head, next].sort());
  });

  test('people deleted after the cancellation of a completed event are removed at once, and earlier ones with its reactivation', async () => {
    const eventId = await anEvent({ capacity: 1 });
    const [gone = '', leaves = '', head = ''] = await registeredUsers(eventId, 3);
    await complete(eventId);
    const [anonymousId = ''] = await anonymised(gone);
    await updateEvent(eventId, { status: 'cancelled' });
    await anonymised(leaves);
    await expectPeople(eventId, [anonymousId], [head]);
    await updateEvent(eventId, { status: 'active' });
    await expectPeople(eventId, [head], []);
  });
});
