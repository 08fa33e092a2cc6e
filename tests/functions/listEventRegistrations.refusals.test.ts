import { randomUUID } from 'node:crypto';
import { handler } from '../../functions/listEventRegistrations.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { deleteEvent, listEventRegistrations } from '../support/api/operations.ts';
import { testBadPages } from '../support/api/pages.ts';
import { cursorsBesides } from '../support/api/rules/cursors.ts';
import { anEvent, registeredUsers } from '../support/records/records.ts';

describe('404', () => {
  test('comes for an unknown event', async () => {
    expectProblem(await listEventRegistrations(randomUUID()), 'EVENT_NOT_FOUND', 'Event not found');
  });

  test('comes for an event whose registrations are still being removed', async () => {
    const eventId = await anEvent();
    await registeredUsers(eventId, 2);
    await deleteEvent(eventId);
    expectProblem(await listEventRegistrations(eventId), 'EVENT_NOT_FOUND', 'Event not found');
  });
});

describe('422', () => {
  test('lists the broken rules of the path and the query at once', async () => {
    const answer = await listEventRegistrations('a b', { status: 'cancelled', limit: '0', cursor: '!' });
    expectBrokenRules(answer, ['/path/eventId', '/query/status', '/query/limit', '/query/cursor']);
  });

  testBadPages(handler, { path: { eventId: 'some-event' } }, cursorsBesides('the registrations of an event'));

  test('refuses a bad cursor of an event that is there, too', async () => {
    const path = { eventId: await anEvent() };
    expectBrokenRules(await invoke(handler, { path, query: { cursor: 'x' } }), ['/query/cursor']);
  });
});
