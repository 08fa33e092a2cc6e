import { randomUUID } from 'node:crypto';
import { batchGet } from '../../../lib/dynamo/read.ts';
import { transact } from '../../../lib/dynamo/write.ts';
import * as events from '../../../lib/repositories/events.ts';

const details = (): events.Item => ({
  eventId: randomUUID(),
  title: 'A title',
  description: 'A description',
  location: 'A location',
  organizer: 'An organizer',
  createdAt: '2027-01-01T00:00:00.000Z',
  updatedAt: '2027-01-01T00:00:00.000Z',
  version: 1,
  entityTag: randomUUID(),
});

const stored = async (eventId: string) => {
  const found = await batchGet([events.ref(eventId)], { consistent: true });
  return found(events.ref(eventId));
};

test('create refuses a second event with the id, and changes nothing', async () => {
  const first = details();
  expect(await transact({ event: events.create(first) })).toEqual({ kind: 'committed' });
  const outcome = await transact({ event: events.create({ ...first, title: 'Another' }) });
  expect(outcome).toEqual({
    kind: 'refused',
    refusals: { event: { conditionFailed: true, conflicted: false, item: first } },
  });
  expect(await stored(first.eventId)).toEqual(first);
});

test('update changes the given fields and leaves the others', async () => {
  const first = details();
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

test('update changes nothing of an event that was edited since', async () => {
  const first = details();
  await transact({ event: events.create(first) });
  const outcome = await transact({ event: events.update(first.eventId, { title: 'New' }, randomUUID()) });
  expect(outcome).toEqual({
    kind: 'refused',
    refusals: { event: { conditionFailed: true, conflicted: false, item: first } },
  });
  expect(await stored(first.eventId)).toEqual(first);
});

test('update changes an event that was stored before versions were numbers, when its version was its tag', async () => {
  const { entityTag: _entityTag, ...rest } = details();
  const old = { ...rest, version: randomUUID() as unknown as number };
  await transact({ event: events.create(old) });
  expect([events.versionOf(old), events.tagOf(old)]).toEqual([0, old.version]);
  expect(await transact({ event: events.isStill(old.eventId, events.tagOf(old)) })).toEqual({
    kind: 'committed',
  });
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

test('remove removes an event, and does no harm the second time', async () => {
  const first = details();
  await transact({ event: events.create(first) });
  expect(await transact({ event: events.remove(first.eventId) })).toEqual({ kind: 'committed' });
  expect(await transact({ event: events.remove(first.eventId) })).toEqual({ kind: 'committed' });
  expect(await stored(first.eventId)).toBeUndefined();
});
