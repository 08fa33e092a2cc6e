import fc from 'fast-check';
import { depart, departTogether } from '../../../lib/domain/waitlist.ts';
import { full, occupancy, queued } from './occupancies.ts';
import { Rows } from './waitlistRows.ts';

test('seats go to the front of the queue in the order in which their people are given (rule 6)', () => {
  const plans = departTogether(['registered', 'waitlisted', 'registered'], queued, ['head', 'next']);
  expect(plans.map(plan => (plan.kind === 'passSeatOn' ? plan.to : plan.kind))).toEqual([
    'head',
    'leaveQueue',
    'next',
  ]);
  expect(plans.at(-1)?.after).toEqual({ ...queued, waitlistCount: 0 });
});

test('seats are freed once nobody waits any more', () => {
  const plans = departTogether(['registered', 'registered'], { ...full, waitlistCount: 1 }, ['head']);
  expect(plans.map(({ kind }) => kind)).toEqual(['passSeatOn', 'freeSeat']);
  expect(plans.at(-1)?.after).toEqual(occupancy({ registeredCount: 1, hadPeople: true }));
});

test('nobody is promoted at a cancelled event (rule 9)', () => {
  const cancelled = { ...queued, status: 'cancelled' as const };
  const plans = departTogether(['registered', 'registered'], cancelled, ['head', 'next']);
  expect(plans.map(({ kind }) => kind)).toEqual(['freeSeat', 'freeSeat']);
});

test('one registration ends as it does by itself', () => {
  expect(departTogether(['registered'], queued, ['head'])).toEqual([depart('registered', queued, 'head')]);
});

const crowd = fc.record({
  capacity: fc.integer({ min: 1, max: 6 }),
  people: fc.integer({ min: 1, max: 12 }),
  leaving: fc.uniqueArray(fc.nat(11), { maxLength: 12 }),
  isActive: fc.boolean(),
});

test('several who leave at once lead to the state, and the promotions, of one after another', () => {
  fc.assert(
    fc.property(crowd, ({ capacity, people, leaving, isActive }) => {
      const rows = new Rows(capacity, true);
      for (let person = 0; person < people; person += 1) rows.register(person);
      if (!isActive) rows.change({ status: 'completed' });
      const [waiting, before] = [rows.with('waitlisted'), rows.seats];
      // Those who wait leave first, so that no seat goes to them.
      const those = leaving.filter(person => rows.people.has(person));
      const inOrder = those.toSorted((a, b) => Number(waiting.includes(b)) - Number(waiting.includes(a)));
      const staying = waiting.filter(person => !those.includes(person));
      const statuses = inOrder.map(person => rows.people.get(person)?.status ?? 'registered');
      const plans = departTogether(statuses, before, staying);
      for (const person of inOrder) rows.unregister(person);
      const promoted = plans.flatMap(plan => (plan.kind === 'passSeatOn' ? [plan.to] : []));
      expect(plans.at(-1)?.after ?? before).toEqual(rows.seats);
      expect(promoted).toEqual(waiting.filter(person => rows.people.get(person)?.status === 'registered'));
    }),
  );
});
