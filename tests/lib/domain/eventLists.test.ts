import { randomUUID } from 'node:crypto';
import { isInList, listKeysOf, shardOf, shardsOf } from '../../../lib/domain/eventLists.ts';

const event = { eventId: 'some-event', date: '2027-05-01', status: 'cancelled' } as const;

test('an event has one shard in every list, which is one of the shards that are read', () => {
  for (const list of ['event', 'active', 'cancelled', 'completed', 'draft'] as const) {
    expect(shardsOf(list)).toEqual([0, 1, 2, 3].map(shard => `${list}#${shard}`));
    expect(shardsOf(list)).toContain(shardOf(list, 'some-event'));
  }
  expect(shardOf('active', 'some-event').at(-1)).toBe(shardOf('event', 'some-event').at(-1));
});

test('an event is sorted by its date, in the list of all events and in that of its status', () => {
  expect(listKeysOf(event)).toEqual({
    dateEventId: '2027-05-01#some-event',
    listShard: shardOf('event', 'some-event'),
    statusShard: shardOf('cancelled', 'some-event'),
  });
});

test('a deleted event is in no list', () => {
  expect(listKeysOf({ ...event, status: 'deleted' })).toEqual({ dateEventId: '2027-05-01#some-event' });
});

test('a draft is in no list but that of drafts and, if somebody owns it, that of its owner', () => {
  const draft = { ...event, status: 'draft' } as const;
  const keys = { dateEventId: '2027-05-01#some-event', statusShard: shardOf('draft', 'some-event') };
  expect(listKeysOf(draft)).toEqual(keys);
  expect(listKeysOf({ ...draft, ownerId: 'grace' })).toEqual({ ...keys, listShard: 'drafts#grace' });
  // An edit removes the key of an event that becomes a draft.
  expect(Object.keys(listKeysOf(draft))).toContain('listShard');
});

test('a copy is in the list of its series, apart from the drafts there', () => {
  expect(listKeysOf(event, 'first').seriesKey).toBe('first');
  expect(listKeysOf({ ...event, status: 'draft' }, 'first').seriesKey).toBe('drafts#first');
  expect(listKeysOf({ ...event, status: 'deleted' }, 'first')).not.toHaveProperty('seriesKey');
  expect(listKeysOf(event)).not.toHaveProperty('seriesKey');
});

test.each([
  ['active', ['event', 'active']],
  ['cancelled', ['event', 'cancelled']],
  ['draft', ['draft']],
  ['deleted', []],
] as const)('the keys of an event that is %s tell that it is in %j', (status, lists) => {
  const keys = { eventId: 'some-event', ...listKeysOf({ ...event, status, ownerId: 'grace' }) };
  const all = ['event', 'active', 'cancelled', 'completed', 'draft'] as const;
  expect(all.filter(list => isInList(keys, list))).toEqual(lists);
});

const LARGE = 10_000;

test.each<[string, (n: number) => string]>([
  ['random ids', () => randomUUID()],
  ['counted ids', n => `event-${n}`],
  ['long ids that differ at their end', n => `${'x'.repeat(120)}${n}`],
  ['ids of one series', n => `meetup-2027-${n % 12}-${n}`],
])('%s are spread evenly over the shards', (_what, idOf) => {
  const counts = new Map(shardsOf('event').map(shard => [shard, 0]));
  for (let n = 0; n < LARGE; n += 1) {
    const shard = shardOf('event', idOf(n));
    counts.set(shard, (counts.get(shard) ?? 0) + 1);
  }
  // Of a fair spread, five standard deviations are some 217.
  for (const count of counts.values()) expect(Math.abs(count - LARGE / counts.size)).toBeLessThan(250);
});
