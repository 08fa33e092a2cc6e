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

test('stores an event once: a second one with its id is refused and changes nothing', async () => {
  const first = details();
  expect(await transact({ writes: [events.create(first)] })).toEqual({ kind: 'committed' });
  const outcome = await transact({ writes: [events.create({ ...first, title: 'Another' })] });
  expect(outcome).toEqual({
    kind: 'refused',
    refusals: { writes: [{ conditionFailed: true, conflicted: false, item: first }] },
  });
  expect(await stored(first.eventId)).toEqual(first);
});

test('changes the given fields and leaves the others', async () => {
  const first = details();
  await transact({ writes: [events.create(first)] });
  expect(
    await transact({
      writes: [events.update(first.eventId, { title: 'New', location: 'Here' }, events.tagOf(first))],
    }),
  ).toEqual({
    kind: 'committed',
  });
  expect(await stored(first.eventId)).toEqual({ ...first, title: 'New', location: 'Here' });
});

test('changes nothing of an event that was edited since', async () => {
  const first = details();
  await transact({ writes: [events.create(first)] });
  const outcome = await transact({ writes: [events.update(first.eventId, { title: 'New' }, randomUUID())] });
  expect(outcome).toEqual({
    kind: 'refused',
    refusals: { writes: [{ conditionFailed: true, conflicted: false, item: first }] },
  });
  expect(await stored(first.eventId)).toEqual(first);
});

test('changes an event from before versions were numbers, whose version is its tag', async () => {
  const { entityTag: _, ...details_ } = details();
  const old = { ...details_, version: randomUUID() as unknown as number };
  await transact({ writes: [events.create(old)] });
  expect([events.versionOf(old), events.tagOf(old)]).toEqual([0, old.version]);
  expect(await transact({ writes: [events.isStill(old.eventId, events.tagOf(old))] })).toEqual({
    kind: 'committed',
  });
  const edit = { version: 1, entityTag: randomUUID() };
  expect(await transact({ writes: [events.update(old.eventId, edit, events.tagOf(old))] })).toEqual({
    kind: 'committed',
  });
  expect(await stored(old.eventId)).toEqual({ ...old, ...edit });
  expect(await transact({ writes: [events.update(old.eventId, edit, events.tagOf(old))] })).toMatchObject({
    kind: 'refused',
  });
});

test('does not create an event by changing it', async () => {
  const eventId = randomUUID();
  expect(await transact({ writes: [events.update(eventId, { title: 'New' }, randomUUID())] })).toMatchObject({
    kind: 'refused',
  });
  expect(await stored(eventId)).toBeUndefined();
});

test('removes an event, twice without harm', async () => {
  const first = details();
  await transact({ writes: [events.create(first)] });
  expect(await transact({ writes: [events.remove(first.eventId)] })).toEqual({ kind: 'committed' });
  expect(await transact({ writes: [events.remove(first.eventId)] })).toEqual({ kind: 'committed' });
  expect(await stored(first.eventId)).toBeUndefined();
});
