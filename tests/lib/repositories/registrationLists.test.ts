import { randomUUID } from 'node:crypto';
import * as registrationLists from '../../../lib/repositories/registrationLists.ts';
import { seated, store, waiting } from './storedRegistrations.ts';

test('the registrations of a person are found, and no others', async () => {
  const userId = randomUUID();
  const [first, second] = [seated(randomUUID(), userId), waiting(randomUUID(), userId, 1)];
  await store(first, second, seated(randomUUID(), randomUUID()));
  const byEventId = [first, second].sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
  expect(await registrationLists.ofUser(userId, 9)).toEqual(byEventId);
  expect(await registrationLists.ofUser(userId, 1)).toEqual(byEventId.slice(0, 1));
});

test('the registrations of a person are sorted by the date of the event, forwards and backwards', async () => {
  const userId = randomUUID();
  const dated = (date: string, eventId: string) => ({
    ...seated(eventId, userId),
    dateEventId: `${date}#${eventId}`,
  });
  const [past, today, sameDay, later] = [
    dated('0001-01-01', 'a'),
    dated('2027-05-01', 'b'),
    dated('2027-05-01', 'c'),
    dated('9999-12-31', 'd'),
  ] as const;
  await store(later, sameDay, today, past);
  const list = (range: Parameters<typeof registrationLists.byEventDate>[1], limit = 9) =>
    registrationLists.byEventDate(userId, range, limit);
  expect(await list({ after: '' })).toEqual([past, today, sameDay, later]);
  expect(await list({ after: '' }, 2)).toEqual([past, today]);
  expect(await list({ after: today.dateEventId })).toEqual([sameDay, later]);
  expect(await list({ from: '2027-05-01' })).toEqual([today, sameDay, later]);
  expect(await list({ before: '2027-05-01' })).toEqual([past]);
  expect(await list({ before: '9999-12-31' }, 2)).toEqual([sameDay, today]);
});
