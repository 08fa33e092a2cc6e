import { newEvent, newUsers, register, send, succeed } from '../support/api/client.ts';
import { expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';

/** The ids of the events of a day that these parameters find. */
const idsOn = async (date: string, query = ''): Promise<string[]> =>
  (await succeed('GET', `/events?from=${date}&to=${date}${query}`)).map(
    ({ eventId }: { eventId: string }) => eventId,
  );

test('a draft is prepared, published, and then never a draft again', async () => {
  const date = '4501-01-01';
  const eventId = await newEvent({ status: 'draft', date, organizer: 'Draft flow' });
  const path = `/events/${eventId}`;
  const [ada = '', ben = ''] = await newUsers(2);
  expect(await idsOn(date)).toEqual([]);
  expect(await idsOn(date, '&organizer=Draft%20flow')).toEqual([]);
  expect(await idsOn(date, '&status=draft')).toEqual([eventId]);
  expect(['EVENT_NOT_OPEN', 'EVENT_NOT_FOUND']).toContain((await register(eventId, ada)).body.code);
  await succeed('PUT', path, { title: 'Ready', status: 'active' });
  expect(await idsOn(date)).toEqual([eventId]);
  expect(await idsOn(date, '&status=draft')).toEqual([]);
  expect((await register(eventId, ada)).status).toBe(201);
  await succeed('DELETE', `${path}/registrations/${ada}`);
  expectProblem(await send('PUT', path, { status: 'draft' }), 'EVENT_HAS_REGISTRATIONS');
  expect((await register(eventId, ben)).status).toBe(201);
});

test('people who register while an event becomes a draft all fail, or it does not become one', async () => {
  const userIds = await newUsers(6);
  for (let round = 0; round < 8; round += 1) {
    const eventId = await newEvent({ capacity: 3 });
    const [edit, ...answers] = (await Promise.all([
      send('PUT', `/events/${eventId}`, { status: 'draft' }),
      ...userIds.map(userId => register(eventId, userId)),
    ])) as [Answer, ...Answer[]];
    const seated = answers.filter(({ status }) => status === 201).length;
    const event = await succeed('GET', `/events/${eventId}`);
    expect({
      isDraft: event.status === 'draft',
      people: event.registeredCount + event.waitlistCount,
    }).toEqual({
      isDraft: edit.status === 200,
      people: seated,
    });
    expect(edit.status === 200 ? seated : edit.body.code).toBe(
      edit.status === 200 ? 0 : 'EVENT_HAS_REGISTRATIONS',
    );
  }
});
