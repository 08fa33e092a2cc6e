import { randomUUID } from 'node:crypto';
import { listAll, newEvent, newUsers, register, send, succeed, unregister } from '../support/api/client.ts';
import { until } from '../support/servers/processes.ts';

const userId = `leaver-${randomUUID()}`;
const user = { userId, name: 'Someone' };
/** The user waits in a full event. */
let full: string;

beforeAll(async () => {
  await succeed('POST', '/users', user);
  full = await newEvent({ capacity: 1 });
  for (const person of [...(await newUsers(1)), userId]) {
    expect((await register(full, person)).status).toBe(201);
  }
  await until(async () => (await listAll(`/users/${userId}/history`)).length === 1);
  await send('DELETE', `/users/${userId}`);
});

test('the id is refused until the user is off every event, and is then free again', async () => {
  await until(async () => {
    const { status, body } = await send('POST', '/users', user);
    if (status !== 201)
      expect({ status, code: body.code }).toEqual({ status: 409, code: 'USER_BEING_DELETED' });
    return status === 201;
  });
  expect(await listAll(`/users/${userId}/registrations`)).toEqual([]);
  expect((await succeed('GET', `/users/${userId}`)).name).toBe(user.name);
});

test('the next user with the id is a new one without a history, and may register for the same event', async () => {
  expect(await listAll(`/users/${userId}/history`)).toEqual([]);
  expect(await register(full, userId)).toMatchObject({ status: 201, body: { waitlistPosition: 1 } });
  expect(await unregister(full, userId)).toMatchObject({ status: 200 });
  expect((await send('DELETE', `/users/${userId}`)).status).toBe(204);
});

test('the id of a user without registrations is soon free again', async () => {
  const [nobody] = await newUsers(1);
  expect((await send('DELETE', `/users/${nobody}`)).status).toBe(204);
  await until(async () => (await send('POST', '/users', { userId: nobody, name: 'Else' })).status === 201);
});
