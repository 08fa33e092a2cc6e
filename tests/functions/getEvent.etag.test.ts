import { handler as createEventHandler } from '../../functions/createEvent.ts';
import { etagOf } from '../support/api/conditionalRequests.ts';
import { invoke } from '../support/api/invoke.ts';
import {
  deleteEvent,
  getEvent,
  register,
  settleEvents,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { holdInVain, inCrowd, sweepAll } from '../support/records/holds.ts';
import { anEvent, aUser, eventBody, registeredUsers } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

/** A strong entity tag. */
const ETAG = /^"[\w-]+"$/;

test('an event is answered with one entity tag, when it is created, read and changed', async () => {
  const created = await invoke(createEventHandler, { method: 'POST', body: eventBody() });
  expect(created.headers.etag).toMatch(ETAG);
  const { eventId } = created.body;
  expect(await etagOf(eventId)).toBe(created.headers.etag);
  const changed = await updateEvent(eventId, { title: 'New' });
  expect(changed.headers.etag).toMatch(ETAG);
  expect(changed.headers.etag).not.toBe(created.headers.etag);
  expect(await etagOf(eventId)).toBe(changed.headers.etag);
});

test('the tag stays while people register, wait, are promoted and leave, also by holds', async () => {
  const { eventId, userIds } = await aFullEvent(2);
  const tag = await etagOf(eventId);
  const steps = [
    async () => register(eventId, await aUser()),
    async () => inCrowd(eventId, await aUser()),
    () => unregister(eventId, String(userIds[0])),
    () => holdInVain(eventId, 1),
    () => sweepAll(eventId),
    settleEvents,
  ];
  for (const step of steps) {
    const before = (await getEvent(eventId)).body;
    await step();
    const { body, headers } = await getEvent(eventId);
    expect(headers.etag).toBe(tag);
    expect(body).toEqual({
      ...before,
      registeredCount: body.registeredCount,
      waitlistCount: body.waitlistCount,
    });
  }
});

test.each([
  { title: 'New' },
  { description: 'New' },
  { location: 'New' },
  { organizer: 'New' },
  { date: '2031-01-01' },
  { capacity: 7 },
  { hasWaitlist: false },
  { status: 'cancelled' },
  { expectedPeople: 5 },
  { expectedPeople: null },
  { title: eventBody().title },
])('the tag changes with each edit: %j', async changes => {
  const eventId = await anEvent();
  const tags = [await etagOf(eventId)];
  for (let n = 0; n < 2; n += 1) {
    const { headers } = await updateEvent(eventId, changes);
    tags.push(headers.etag);
    expect(await etagOf(eventId)).toBe(headers.etag);
  }
  expect(new Set(tags).size).toBe(3);
});

test.each([{}, { colour: 'red' }, { registeredCount: 5 }])(
  'the tag stays when an edit changes nothing: %j',
  async changes => {
    const eventId = await anEvent();
    const tag = await etagOf(eventId);
    expect((await updateEvent(eventId, changes)).headers.etag).toBe(tag);
    expect(await etagOf(eventId)).toBe(tag);
  },
);

test('the tag changes with an edit that promotes', async () => {
  const eventId = await anEvent({ capacity: 1 });
  await registeredUsers(eventId, 3);
  const tag = await etagOf(eventId);
  const { headers, body } = await updateEvent(eventId, { capacity: 2 });
  expect(body).toMatchObject({ registeredCount: 2, waitlistCount: 1 });
  expect(headers.etag).not.toBe(tag);
  expect(await etagOf(eventId)).toBe(headers.etag);
});

test('the next event with an id has another tag, and a missing event has none', async () => {
  const eventId = await anEvent();
  const tag = await etagOf(eventId);
  await deleteEvent(eventId);
  expect((await getEvent(eventId)).headers).not.toHaveProperty('etag');
  await settleEvents();
  await anEvent({ eventId });
  expect(await etagOf(eventId)).toMatch(ETAG);
  expect(await etagOf(eventId)).not.toBe(tag);
});
