import { randomUUID } from 'node:crypto';
import { batchGet } from '../../../lib/dynamo/read.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as events from '../../../lib/repositories/events.ts';
import { eventDetails } from './eventDetails.ts';

/** The item without its keys in lists. */
const unlisted = ({ listShard: _listShard, statusShard: _statusShard, ...rest }: events.Item) => rest;

const stored = async (eventId: string) => {
  const found = await batchGet([events.ref(eventId)], { consistent: true });
  return found(events.ref(eventId));
};

test('create refuses a second event with the id, and changes nothing', async () => {
  const first = eventDetails();
  expect(await transact({ event: events.create(first) })).toEqual({ kind: 'committed' });
  const outcome = await transact({ event: events.create({ ...first, title: 'Another' }) });
  expect(outcome).toEqual({
    kind: 'refused',
    refusals: { event: { conditionFailed: true, conflicted: false, item: first } },
  });
  expect(await stored(first.eventId)).toEqual(first);
});

test('update changes the given fields and leaves the others', async () => {
  const first = eventDetails();
  await transact({ event: events.create(first) });
  expect(
    await transact({
      event: events.update(first.eventId, { title: 'New', location: 'Here' }, events.tagOf(first)),
    }),
  ).toEqual({
    kind: 'committed',
  });
  expect(await stored(first.eventId)).toEqual({ ...first, title: 'New', location: 'Here' });
});

test('update removes a field that is undefined', async () => {
  const first = eventDetails();
  await transact({ event: events.create({ ...first, expectedPeople: 5 }) });
  const edit = { title: 'New', expectedPeople: undefined };
  expect(await transact({ event: events.update(first.eventId, edit, events.tagOf(first)) })).toEqual({
    kind: 'committed',
  });
  expect(Object.keys((await stored(first.eventId)) ?? {}).sort()).toEqual(Object.keys(first).sort());
});

test('update changes nothing of an event that was edited since', async () => {
  const first = eventDetails();
  await transact({ event: events.create(first) });
  const outcome = await transact({ event: events.update(first.eventId, { title: 'New' }, randomUUID()) });
  expect(outcome).toEqual({
    kind: 'refused',
    refusals: { event: { conditionFailed: true, conflicted: false, item: first } },
  });
  expect(await stored(first.eventId)).toEqual(first);
});

test('update changes an event that was stored before versions were numbers, when its version was its tag', async () => {
  const { entityTag: _entityTag, ...rest } = eventDetails();
  const old = { ...rest, version: randomUUID() as unknown as number };
  await transact({ event: events.create(old) });
  expect([events.versionOf(old), events.tagOf(old)]).toEqual([0, old.version]);
  const edit = { version: 1, entityTag: randomUUID() };
  expect(await transact({ event: events.update(old.eventId, edit, events.tagOf(old)) })).toEqual({
    kind: 'committed',
  });
  expect(await stored(old.eventId)).toEqual({ ...old, ...edit });
  expect(await transact({ event: events.update(old.eventId, edit, events.tagOf(old)) })).toMatchObject({
    kind: 'refused',
  });
});

test('update does not create an event', async () => {
  const eventId = randomUUID();
  expect(await transact({ event: events.update(eventId, { title: 'New' }, randomUUID()) })).toMatchObject({
    kind: 'refused',
  });
  expect(await stored(eventId)).toBeUndefined();
});

test.each<[string, (item: events.Item) => string | undefined]>([
  ['with its tag', events.tagOf],
  ['without a tag', () => undefined],
])('unlist takes an event out of the lists, %s, and does no harm the second time', async (_how, tagOf) => {
  const first = eventDetails();
  await transact({ event: events.create(first) });
  for (let time = 1; time <= 2; time += 1) {
    expect(await transact({ event: events.unlist(first.eventId, tagOf(first)) })).toEqual({
      kind: 'committed',
    });
    expect(await stored(first.eventId)).toEqual(unlisted(first));
  }
});

test('unlist takes an event out of the lists that was stored before versions were numbers', async () => {
  const { entityTag: _entityTag, ...rest } = eventDetails();
  const old = { ...rest, version: randomUUID() as unknown as number };
  await transact({ event: events.create(old) });
  expect(await transact({ event: events.unlist(old.eventId, events.tagOf(old)) })).toEqual({
    kind: 'committed',
  });
  expect(await stored(old.eventId)).toEqual(unlisted(old));
});

test('unlist refuses an event that was edited since, and changes nothing', async () => {
  const first = eventDetails();
  await transact({ event: events.create(first) });
  const outcome = await transact({ event: events.unlist(first.eventId, randomUUID()) });
  expect(outcome).toEqual({
    kind: 'refused',
    refusals: { event: { conditionFailed: true, conflicted: false, item: first } },
  });
  expect(await stored(first.eventId)).toEqual(first);
});

test.each([randomUUID(), undefined])('unlist with the tag %s does not create an event', async tag => {
  const eventId = randomUUID();
  expect(await transact({ event: events.unlist(eventId, tag) })).toEqual({
    kind: 'refused',
    refusals: { event: { conditionFailed: true, conflicted: false, item: undefined } },
  });
  expect(await stored(eventId)).toBeUndefined();
});

test('remove removes an event, and does no harm the second time', async () => {
  const first = eventDetails();
  await transact({ event: events.create(first) });
  expect(await transact({ event: events.remove(first.eventId) })).toEqual({ kind: 'committed' });
  expect(await transact({ event: events.remove(first.eventId) })).toEqual({ kind: 'committed' });
  expect(await stored(first.eventId)).toBeUndefined();
});
