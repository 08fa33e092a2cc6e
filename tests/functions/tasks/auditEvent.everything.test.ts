import * as events from '../../../lib/repositories/events.ts';
import * as places from '../../../lib/repositories/places.ts';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import * as registrations from '../../../lib/repositories/registrations.ts';
import * as seats from '../../../lib/repositories/seats.ts';
import { withFaults } from '../../simulator/callFaults.ts';
import { unregister, updateEvent } from '../../support/api/operations.ts';
import { audit, remove } from '../../support/records/audit.ts';
import { holdInVain } from '../../support/records/holds.ts';
import { anEvent, stored } from '../../support/records/records.ts';
import { aCompletedEvent, aFullEvent, aHalfDeletedEvent } from '../../support/records/unfinished.ts';

/** The order of the tests matters here: what is broken later is not there yet. */
describe('an audit of everything', () => {
  let sound: string[];
  let waiting: string[];

  beforeAll(async () => {
    const [full, closed, promoted] = [await aFullEvent(4), await aFullEvent(3), await aFullEvent(3)];
    waiting = full.userIds.slice(1);
    await updateEvent(closed.eventId, { status: 'cancelled', capacity: 9 });
    await unregister(promoted.eventId, String(promoted.userIds[0]));
    const [crowded, halfDeleted] = [await anEvent({ capacity: 1 }), await aHalfDeletedEvent()];
    await holdInVain(crowded, 2);
    sound = [
      await anEvent(),
      crowded,
      await aCompletedEvent(),
      ...[full, closed, promoted, halfDeleted].map(({ eventId }) => eventId),
    ];
  });

  test('finds nothing where all is sound, and reads consistently', async () => {
    const { result, calls } = await withFaults('tasks/auditEvent', {}, run => audit({}, run));
    expect(result).toEqual({ eventsChecked: sound.length, violations: [], restless: [], isComplete: true });
    const direct = calls.filter(({ operation, input }) => operation !== 'Scan' && !input.IndexName);
    const reads = direct.flatMap(({ input }) => Object.values<object>(input.RequestItems ?? { input }));
    for (const read of reads) expect(read).toMatchObject({ ConsistentRead: true });
  });

  test('finds incomplete events, and registrations without an event or a place, among all others', async () => {
    const [half, { eventId, userIds }, userId = ''] = [await anEvent(), await aFullEvent(2), waiting[0]];
    const { eventId: full } = (await registrationLists.ofUser(userId, 1))[0] as registrations.Item;
    const row = (await stored(registrations.ref(full, userId))) as registrations.Item;
    await remove(places.ref(row));
    await remove(seats.ref(half));
    await Promise.all([seats.ref, events.ref].map(ref => remove(ref(eventId))));
    const report = await audit(null);
    expect(report).toMatchObject({ eventsChecked: sound.length + 1, restless: [], isComplete: true });
    const found = report.violations.map(({ detail, ...where }) => where);
    expect(found).toHaveLength(userIds.length + 3);
    expect(found).toEqual(
      expect.arrayContaining([
        { eventId: full, rule: 'COUNTERS_EQUAL_ROWS' },
        { eventId: half, rule: 'EVENTS_ARE_WHOLE' },
        ...userIds.map(one => ({ eventId, userId: one, rule: 'ROWS_HAVE_EVENTS' })),
        { eventId: full, userId, rule: 'REGISTRATIONS_HAVE_PLACES' },
      ]),
    );
  });
});
