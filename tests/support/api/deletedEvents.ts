import { until } from '../servers/processes.ts';
import { listAll, newEventOnceFree, noticesOf, send, succeed } from './client.ts';

/** Deletes an event, and returns when some of its registrations are removed. */
export async function deleteHalf(eventId: string): Promise<void> {
  await send('DELETE', `/events/${eventId}`);
  await until(async () => {
    const [latest] = await succeed('GET', `/events/${eventId}/history?limit=1`);
    return latest.change === 'removed';
  });
}

/** The deletion ends as if nothing had happened. The history and the notices have each removal once. */
export async function expectToEndDeleted(eventId: string, people: string[]): Promise<void> {
  const history = () => listAll(`/events/${eventId}/history`);
  const removed = async () => (await history()).filter(({ change }) => change === 'removed');
  await until(async () => (await removed()).length >= people.length);
  expect((await removed()).map(({ userId }) => userId).sort()).toEqual(people.toSorted());
  await newEventOnceFree(eventId);
  expect(await listAll(`/events/${eventId}/registrations`)).toEqual([]);
  // The next event with the id has its own history.
  expect(await history()).toEqual([]);
  await expectNotices(eventId, 'registration.removed', people);
}

/** Exactly these people have a notice of this type. */
export async function expectNotices(eventId: string, type: string, userIds: string[]): Promise<void> {
  const told = async () => {
    const notices = (await noticesOf(eventId)).filter(notice => notice.type === type);
    return [...new Set(notices.map(({ data }) => data.registration.userId))].sort();
  };
  await until(async () => (await told()).length >= userIds.length);
  expect(await told()).toEqual(userIds.toSorted());
}
