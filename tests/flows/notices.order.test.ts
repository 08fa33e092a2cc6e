import { newEvent, newUsers, noticesOf, register, succeed } from '../support/api/client.ts';
import { distinct } from '../support/servers/distinctNotices.ts';
import { until } from '../support/servers/processes.ts';
import type { Received } from '../support/servers/webhookReceiver.ts';

/** The notices of an event in the order that the documents advise. */
const inOrder = (received: Received[]) =>
  received.toSorted(
    (a, b) => a.data.event.version - b.data.event.version || (a.timestamp < b.timestamp ? -1 : 1),
  );

test('notices that are sorted by version and time end with the present event, whatever the order of their coming', async () => {
  const changed = await newEvent({ title: 'A' });
  const edits = [
    { status: 'cancelled' },
    { status: 'active', title: 'B' },
    { status: 'completed', date: '2031-01-01' },
    { status: 'cancelled', title: 'C', location: 'There', date: '2032-01-01' },
    { status: 'active' },
    { title: 'D', date: '2033-01-01' },
  ];
  const answers = [];
  for (const edit of edits) answers.push(await succeed('PUT', `/events/${changed}`, edit));
  await until(async () => distinct(await noticesOf(changed)).length >= 9);
  const arrived = distinct(await noticesOf(changed));
  const told = inOrder(arrived);
  const eventsOf = (notices: Received[]) => notices.map(({ data }) => data.event);
  expect(eventsOf(inOrder(arrived.toReversed()))).toEqual(eventsOf(told));
  expect(told.filter(({ type }) => type === 'event.updated').map(({ data }) => data.previous)).toEqual([
    { title: 'A' },
    { date: '2027-05-01' },
    { date: '2031-01-01', title: 'B', location: 'Town hall' },
    { date: '2032-01-01', title: 'C' },
  ]);
  // Each edit has its version, and its notices have the event as it was then.
  const byVersion = [...Map.groupBy(told, ({ data }) => data.event.version).values()];
  expect(byVersion.map(([first]) => first?.data.event)).toMatchObject(answers);
  for (const notices of byVersion) expect(new Set(notices.map(({ timestamp }) => timestamp)).size).toBe(1);
  expect(told.at(-1)?.data.event).toMatchObject(await succeed('GET', `/events/${changed}`));
});

test('every person of a crowd has a notice of the cancellation', async () => {
  const crowd = await newUsers(120);
  const crowded = await newEvent({ capacity: 40 });
  for (const userId of crowd) await register(crowded, userId);
  await succeed('PUT', `/events/${crowded}`, { status: 'cancelled' });
  const told = async () =>
    (await noticesOf(crowded)).filter(({ type }) => type === 'registration.event_cancelled');
  await until(async () => distinct(await told()).length >= crowd.length);
  expect(
    distinct(await told())
      .map(({ data }) => data.registration.userId)
      .sort(),
  ).toEqual(crowd.sort());
});
