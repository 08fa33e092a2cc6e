import { dateEventId } from '../../../lib/domain/sortKeys.ts';
import { batchPut } from '../../../lib/dynamo/batchPut.ts';
import { TABLES } from '../../../lib/dynamo/client.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { withFaults } from '../../simulator/callFaults.ts';
import { isReadEvent } from '../../simulator/callNames.ts';
import { updateEvent } from '../../support/api/operations.ts';
import { alter, audit } from '../../support/records/audit.ts';
import { holdInVain } from '../../support/records/holds.ts';
import { anEvent, aRegistration, stored } from '../../support/records/records.ts';
import { putPeopleAt } from '../../support/records/storedPeople.ts';
import {
  aCompletedEvent,
  aFullEvent,
  anUnfilledEvent,
  reactivate,
} from '../../support/records/unfinished.ts';
import { violationsOf } from '../../support/records/violations.ts';

describe('an audit of one event', () => {
  test('counts no event when the event is unknown', async () => {
    const report = { eventsChecked: 0, violations: [], restless: [], isComplete: true };
    expect(await audit({ eventId: 'nowhere' })).toEqual(report);
  });

  test('accepts counters above their rows while holds are open', async () => {
    const { eventId } = await aFullEvent(2);
    await holdInVain(eventId, 3);
    expect(await violationsOf(eventId)).toEqual([]);
  });

  test('does not report what is sound when it is read again', async () => {
    const { eventId } = await anUnfilledEvent(3, 2);
    const fill = () => updateEvent(eventId, { capacity: 3 });
    const firstLook = [undefined, undefined];
    const atSecondLook = { readEvent: [...firstLook, fill] };
    const { result, calls } = await withFaults('tasks/auditEvent', atSecondLook, run =>
      audit({ eventId }, run),
    );
    expect(result.violations).toEqual([]);
    expect(calls.filter(isReadEvent)).toHaveLength(2 * firstLook.length);
  });

  test('reports an event that changes during each read as restless, and no violation', async () => {
    const { eventId } = await anUnfilledEvent(3, 2);
    let date = 1;
    const { result } = await withFaults(
      'tasks/auditEvent',
      ({ operation }) =>
        operation === 'Query' ? () => alter(seats.ref(eventId), { lastSeatHold: date++ }) : undefined,
      run => audit({ eventId }, run),
    );
    expect(result).toEqual({ eventsChecked: 1, violations: [], restless: [eventId], isComplete: true });
  });

  test('reads an event of many rows page by page, and counts all of them', async () => {
    const eventId = await anEvent({ capacity: 1000 });
    const { date } = (await stored(seats.ref(eventId))) as seats.Item;
    const rows = Array.from({ length: 1000 }, () =>
      aRegistration({ eventId, dateEventId: dateEventId(date, eventId) }),
    );
    await putPeopleAt(eventId, rows);
    await batchPut(
      TABLES.users,
      rows.map(({ userId }) => ({ userId, name: 'Someone' })),
    );
    const { result, calls } = await withFaults('tasks/auditEvent', {}, run => audit({ eventId }, run));
    expect(result.violations).toEqual([]);
    const queries = calls.filter(({ operation, input }) => operation === 'Query' && input.Limit);
    expect(queries.map(({ input }) => input.Limit)).toEqual([500, 500, 500]);
  });
});

test('an audit finds a deleted person who is still at an event that is active again', async () => {
  const eventId = await aCompletedEvent(0);
  expect(await violationsOf(eventId)).toEqual([]);
  await reactivate(eventId);
  expect(await violationsOf(eventId)).toEqual([
    {
      eventId,
      userId: expect.stringMatching(/^deleted-/),
      rule: 'ROWS_HAVE_USERS',
      detail: expect.stringContaining('is registered, but no user'),
    },
  ]);
});

test.each<[unknown, string]>([
  [{ eventId: '' }, '/eventId must be 1 to 128 characters'],
  [{ eventId: 'a b' }, '/eventId must be 1 to 128 characters'],
  [{ eventId: 5 }, '/eventId must be 1 to 128 characters'],
  [{ eventId: null }, '/eventId must be 1 to 128 characters'],
  [{ eventID: 'a' }, '/eventID is not known'],
  [{ eventId: 'a', all: true }, '/all is not known'],
  [['a'], '/ must be an object'],
  ['a', '/ must be an object'],
])('the input %j is refused: %s', async (input, sentence) => {
  await expect(audit(input)).rejects.toThrow(`The input breaks a rule: ${sentence}`);
});
