import { randomUUID } from 'node:crypto';
import { newEvent, newUsers, register, send, succeed } from '../support/api/client.ts';
import { expectProblem } from '../support/api/expectations.ts';

const ETAG = /^"[\w-]+"$/;
const NEVER = `"${randomUUID()}"`;

const pathOf = (eventId: string) => `/events/${eventId}`;
const etagOf = async (eventId: string) => (await send('GET', pathOf(eventId))).headers.etag ?? '';
const update = (eventId: string, fields: object, tag: string) =>
  send('PUT', pathOf(eventId), fields, { 'If-Match': tag });
const remove = (eventId: string, tag: string) =>
  send('DELETE', pathOf(eventId), undefined, { 'If-Match': tag });

test('the answers to making, reading and changing an event have its tag, which only a change replaces', async () => {
  const eventId = randomUUID();
  const fields = { title: 'A', description: 'B', location: 'C', organizer: 'D', date: '2031-05-01' };
  const made = await send('POST', '/events', { eventId, capacity: 5, ...fields });
  const tag = made.headers.etag ?? '';
  expect(tag).toMatch(ETAG);
  const [[userId = '']] = [await newUsers(1)];
  await register(eventId, userId);
  expect(await etagOf(eventId)).toBe(tag);
  const changed = await send('PUT', pathOf(eventId), { title: 'New' });
  expect(changed.headers.etag).toMatch(ETAG);
  expect(changed.headers.etag).not.toBe(tag);
  expect(await etagOf(eventId)).toBe(changed.headers.etag);
});

test('a change with the tag of an earlier version is refused, and changes nothing', async () => {
  const eventId = await newEvent();
  const tag = await etagOf(eventId);
  const theirs = await update(eventId, { title: 'Theirs' }, tag);
  expect(theirs).toMatchObject({ status: 200, body: { title: 'Theirs' } });
  for (const fields of [{ title: 'Mine' }, { capacity: 77 }, {}]) {
    expectProblem(await update(eventId, fields, tag), 'PRECONDITION_FAILED');
  }
  expect(await succeed('GET', pathOf(eventId))).toEqual(theirs.body);
  const mine = await update(eventId, { title: 'Mine' }, `${NEVER}, ${theirs.headers.etag}`);
  expect(mine).toMatchObject({ status: 200, body: { title: 'Mine' } });
});

test('of twenty changes of the same version at once one succeeds, and the others are refused', async () => {
  const eventId = await newEvent();
  const tag = await etagOf(eventId);
  const titles = Array.from({ length: 20 }, (_, n) => `Title ${n}`);
  const answers = await Promise.all(titles.map(title => update(eventId, { title }, tag)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(412)]);
  const winner = answers.find(({ status }) => status === 200);
  expect((await succeed('GET', pathOf(eventId))).title).toBe(winner?.body.title);
});

test('an event is deleted with its present tag or with any, and not with an earlier one', async () => {
  const [first, second] = [await newEvent(), await newEvent()];
  const outdated = await etagOf(first);
  await succeed('PUT', pathOf(first), { title: 'New' });
  expectProblem(await remove(first, outdated), 'PRECONDITION_FAILED');
  expect((await succeed('GET', pathOf(first))).title).toBe('New');
  expect((await remove(first, await etagOf(first))).status).toBe(204);
  expect((await remove(second, '*')).status).toBe(204);
  for (const eventId of [first, second]) {
    expectProblem(await send('GET', pathOf(eventId)), 'EVENT_NOT_FOUND', 'Event not found');
  }
});

test('a tag without quotes is a 422, and a weak tag matches nothing', async () => {
  const eventId = await newEvent();
  const tag = await etagOf(eventId);
  expectProblem(await update(eventId, { title: 'New' }, tag.replaceAll('"', '')), 'VALIDATION_FAILED');
  expectProblem(await update(eventId, { title: 'New' }, `W/${tag}`), 'PRECONDITION_FAILED');
  expect(await etagOf(eventId)).toBe(tag);
});

test('browsers may send the header from any page, and may read the tag', async () => {
  const eventId = await newEvent();
  const Origin = 'https://example.org';
  for (const method of ['PUT', 'DELETE']) {
    const asked = await send('OPTIONS', pathOf(eventId), undefined, {
      Origin,
      'Access-Control-Request-Method': method,
      'Access-Control-Request-Headers': 'content-type,if-match',
    });
    expect(asked.status).toBeLessThan(300);
    expect(asked.headers['access-control-allow-headers']?.toLowerCase()).toContain('if-match');
  }
  const refused = await send('PUT', pathOf(eventId), {}, { Origin, 'If-Match': NEVER });
  for (const answer of [await send('GET', pathOf(eventId), undefined, { Origin }), refused]) {
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['access-control-expose-headers']).toContain('ETag');
  }
  expectProblem(refused, 'PRECONDITION_FAILED');
});
