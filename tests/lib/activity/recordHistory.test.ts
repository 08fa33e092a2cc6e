import { recordChange } from '../../../lib/activity/recordHistory.ts';
import { seatSortKey } from '../../../lib/domain/registrationSortKey.ts';
import type { ItemChange } from '../../../lib/dynamo/itemChange.ts';
import * as history from '../../../lib/repositories/history.ts';
import type * as registrations from '../../../lib/repositories/registrations.ts';
import { aRegistration, at, wholeEntries } from '../../support/records/records.ts';

type Rows = { before?: registrations.Item; after?: registrations.Item };

const change = ({ before, after }: Rows, time: string): ItemChange<registrations.Item> => ({
  changeId: 'some-change',
  before,
  after,
  time,
});

const promoted = (row: registrations.Item, promotedAt: string): registrations.Item => ({
  ...row,
  status: 'registered',
  promotedAt,
  sortKey: seatSortKey(promotedAt, row),
});

const waiting = (fields: Partial<registrations.Item> = {}) =>
  aRegistration({ status: 'waitlisted', ...fields });

/** The history of the event in short, oldest first. */
const told = async ({ eventId }: registrations.Item) =>
  (await wholeEntries(await history.ofEvent(eventId, 99)))
    .map(({ change, cause, time, status }) => [change, cause, time, status].join(' '))
    .toReversed();

test.each<['registered' | 'waitlisted']>([['registered'], ['waitlisted']])(
  'a new registration is recorded as %s, at its own time',
  async status => {
    const after = aRegistration({ status, registeredAt: at(2) });
    await recordChange(change({ after }, at(1)));
    expect(await told(after)).toEqual([`${status} request ${at(2)} ${status}`]);
  },
);

test('a seat for somebody who waited is recorded as promoted, at the time of the promotion', async () => {
  const before = waiting();
  const after = promoted(before, at(4));
  await recordChange(change({ before, after }, at(3)));
  expect(await told(after)).toEqual([`promoted vacancy ${at(4)} registered`]);
  const [entry] = await wholeEntries(await history.ofEvent(after.eventId, 9));
  expect(entry).toMatchObject({ promotedAt: at(4), registeredAt: before.registeredAt });
});

test('a removed registration is recorded as unregistered, as it was, at the time of the stream', async () => {
  const before = waiting();
  await recordChange(change({ before }, at(5)));
  expect(await told(before)).toEqual([`unregistered request ${at(5)} waitlisted`]);
});

test('a change that leaves the status as it is is not recorded', async () => {
  const before = promoted(waiting(), at(2));
  await recordChange(change({ before, after: { ...before, sortKey: seatSortKey(at(3), before) } }, at(3)));
  expect(await told(before)).toEqual([]);
});

const CAME_AT = '2027-01-01T00:00:01.900Z';

test.each<[string, registrations.Item, string]>([
  ['came', aRegistration({ registeredAt: CAME_AT }), '2027-01-01T00:00:01.901Z'],
  [
    'got a seat',
    promoted(waiting({ registeredAt: '2027-01-01T00:00:00.100Z' }), '2027-01-01T00:00:01.999Z'),
    '2027-01-01T00:00:02.000Z',
  ],
  ['came and got a seat', promoted(waiting({ registeredAt: CAME_AT }), CAME_AT), '2027-01-01T00:00:01.902Z'],
])('people leave after they %s, although a stream has whole seconds', async (_what, before, time) => {
  await recordChange(change({ before }, '2027-01-01T00:00:01.000Z'));
  expect(await told(before)).toEqual([`unregistered request ${time} registered`]);
});

test('changes of a registration within one millisecond are recorded with times in their order', async () => {
  const row = waiting({ registeredAt: CAME_AT });
  const seated = promoted(row, CAME_AT);
  const changes = [{ after: row }, { before: row, after: seated }, { before: seated }];
  for (const rows of changes.toReversed()) await recordChange(change(rows, '2027-01-01T00:00:01.000Z'));
  expect(await told(row)).toEqual([
    `waitlisted request ${CAME_AT} waitlisted`,
    'promoted vacancy 2027-01-01T00:00:01.901Z registered',
    'unregistered request 2027-01-01T00:00:01.902Z registered',
  ]);
});

/** The three changes of a registration, in their order. */
function lifeOf(row: registrations.Item): ItemChange<registrations.Item>[] {
  const seated = promoted(row, at(2));
  return [
    change({ after: row }, at(1)),
    change({ before: row, after: seated }, at(2)),
    change({ before: seated }, at(3)),
  ];
}

const LIFE = [
  `waitlisted request ${at(1)} waitlisted`,
  `promoted vacancy ${at(2)} registered`,
  `unregistered request ${at(3)} registered`,
];

test.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 2, 0]], [[2, 0, 1]], [[0, 1, 2, 0, 1, 2]], [[2, 2, 1, 0, 0, 1]]])(
  'changes that come in the order %j are recorded once, in their own order',
  async order => {
    const row = waiting({ registeredAt: at(1) });
    const changes = lifeOf(row);
    for (const index of order) await recordChange(changes[index] as ItemChange<registrations.Item>);
    expect(await told(row)).toEqual(LIFE);
  },
);

test('a change that several processes record at once is recorded once', async () => {
  const row = waiting({ registeredAt: at(1) });
  await Promise.all([...lifeOf(row), ...lifeOf(row), ...lifeOf(row)].map(recordChange));
  expect(await told(row)).toEqual(LIFE);
});

test('a second registration for the same event has entries of its own', async () => {
  const first = waiting({ registeredAt: at(1) });
  const again = waiting({ eventId: first.eventId, userId: first.userId, registeredAt: at(4) });
  const changes = [...lifeOf(first), change({ after: again }, at(4)), change({ before: again }, at(5))];
  for (const one of changes) await recordChange(one);
  expect(await told(first)).toEqual([
    ...LIFE,
    `waitlisted request ${at(4)} waitlisted`,
    `unregistered request ${at(5)} waitlisted`,
  ]);
  const entries = await history.ofUser(first.userId, 99);
  expect(new Set(entries.map(({ registrationId }) => registrationId)).size).toBe(2);
});
