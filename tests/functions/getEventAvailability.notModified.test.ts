import { expectBrokenRules } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import { getEventAvailability, register, unregister, updateEvent } from '../support/api/operations.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';

/** A weak entity tag, since answers with the same numbers differ in the time of their reading. */
const WEAK_TAG = /^W\/"[\w-]{43}"$/;

const tagOf = async (eventId: string): Promise<string> =>
  (await getEventAvailability(eventId)).headers.etag ?? '';

/** The answer is a 304 with the headers of the 200, and without a body. */
function expectNotModified({ status, headers, body }: Answer, etag: string): void {
  expect({ status, body }).toEqual({ status: 304, body: undefined });
  expect(headers).toMatchObject({
    etag,
    'cache-control': 'public, max-age=1, stale-while-revalidate=5',
    'access-control-allow-origin': '*',
  });
  expect(headers).not.toHaveProperty('content-type');
}

test('a tag is weak, and stays while the numbers stay, whenever they are read', async () => {
  const eventId = await anEvent();
  const [first, second] = [await getEventAvailability(eventId), await getEventAvailability(eventId)];
  expect(first.headers.etag).toMatch(WEAK_TAG);
  expect(second.headers.etag).toBe(first.headers.etag);
  await updateEvent(eventId, { title: 'New', expectedPeople: 500 });
  expect(await tagOf(eventId)).toBe(first.headers.etag);
});

test.each<[string, (eventId: string) => Promise<unknown>]>([
  ['somebody gets a seat', async eventId => register(eventId, await aUser())],
  ['somebody joins the queue', async eventId => registeredUsers(eventId, 2)],
  ['the capacity is raised', eventId => updateEvent(eventId, { capacity: 9 })],
  ['the event is cancelled', eventId => updateEvent(eventId, { status: 'cancelled' })],
])('a tag is replaced, and a client with it gets the new numbers, when %s', async (_what, change) => {
  const eventId = await anEvent({ capacity: 1 });
  const before = await tagOf(eventId);
  await change(eventId);
  const answer = await getEventAvailability(eventId, before);
  expect(answer).toMatchObject({ status: 200, body: { eventId } });
  expect(answer.headers.etag).toMatch(WEAK_TAG);
  expect(answer.headers.etag).not.toBe(before);
});

test('numbers that come back have their tag again', async () => {
  const [eventId, userId] = [await anEvent(), await aUser()];
  const before = await tagOf(eventId);
  await register(eventId, userId);
  expect((await getEventAvailability(eventId, before)).status).toBe(200);
  await unregister(eventId, userId);
  expectNotModified(await getEventAvailability(eventId, before), before);
});

test.each<[string, (tag: string) => string]>([
  ['its tag', tag => tag],
  ['its tag as a strong one', tag => tag.replace('W/', '')],
  ['its tag among others', tag => `"other", ${tag} ,, W/"x"`],
  ['any tag', () => '*'],
])('a client with %s is told that nothing changed', async (_what, ifNoneMatch) => {
  const eventId = await anEvent();
  const tag = await tagOf(eventId);
  expectNotModified(await getEventAvailability(eventId, ifNoneMatch(tag)), tag);
});

test.each<[string, (tag: string) => string]>([
  ['other tags', () => '"other", W/"x",""'],
  ['a part of its tag', tag => tag.replace(/.{5}"$/, '"')],
  ['a tag that contains its tag', tag => `"x${tag.slice(3)}`],
])('a client with %s gets the numbers', async (_what, ifNoneMatch) => {
  const eventId = await anEvent();
  const answer = await getEventAvailability(eventId, ifNoneMatch(await tagOf(eventId)));
  expect(answer).toMatchObject({ status: 200, body: { eventId } });
});

test('a tag without quotes breaks a rule', async () => {
  expectBrokenRules(await getEventAvailability(await anEvent(), 'other'), ['/headers/if-none-match']);
});
