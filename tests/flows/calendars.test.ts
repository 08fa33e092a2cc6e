import { entriesIn } from '../support/api/calendars.ts';
import { newEvent, newUsers, register, send } from '../support/api/client.ts';

test('an event and a person have calendars', async () => {
  const [eventId, [userId = '']] = [await newEvent({ title: 'Ærø, 🎉' }), await newUsers(1)];
  await register(eventId, userId);
  const own = entriesIn(await send('GET', `/events/${eventId}/calendar.ics`));
  expect(own).toMatchObject([{ summary: 'Ærø, 🎉', status: 'CONFIRMED' }]);
  // These fields of the calendar of a person also depend on the time of registering.
  const { stamp: _, lastModified: __, sequence: ___, ...entry } = own[0] ?? {};
  expect(entriesIn(await send('GET', `/users/${userId}/calendar.ics`))).toMatchObject([entry]);
});
