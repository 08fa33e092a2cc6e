import { randomUUID } from 'node:crypto';
import type { Bearer } from '../../local/issuer.ts';
import { eventBody } from '../support/api/bodies.ts';
import { answered } from '../support/api/client.ts';
import { expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import { asBearer } from '../support/api/token.ts';

/** Sends a request of somebody, or one without a token. */
async function ask(method: string, path: string, by?: Bearer, body?: object): Promise<Answer> {
  const response = await fetch(new URL(path, process.env.TEST_URL), {
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...(by && (await asBearer(by))) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return answered(method, response);
}

const organiser = (): Bearer => ({ userId: randomUUID(), roles: ['organiser'] });
const grace = organiser();
const admin: Bearer = { userId: randomUUID(), roles: ['admin'] };
const date = '4505-01-01';

test('a draft and its copies are seen by their owner and admins alone, until they are published', async () => {
  const body = eventBody({ status: 'draft', date });
  const path = `/events/${body.eventId}`;
  expect((await ask('POST', '/events', grace, body)).status).toBe(201);
  const copies = await ask('POST', `${path}/copies`, grace, { dates: ['4505-02-01'] });
  expect(copies.body.events).toMatchObject([{ status: 'draft', ownerId: grace.userId }]);
  const own = [path, `/events/${copies.body.events[0].eventId}`];
  for (const by of [undefined, organiser()]) {
    for (const to of own.flatMap(event => [event, `${event}/availability`, `${event}/calendar.ics`])) {
      expectProblem(await ask('GET', to, by), 'EVENT_NOT_FOUND');
    }
    for (const query of [
      `status=draft&from=${date}`,
      `status=draft&series=${body.eventId}`,
      `from=${date}&to=4505-03-01`,
    ]) {
      expect((await ask('GET', `/events?${query}`, by)).body).toEqual([]);
    }
  }
  for (const by of [grace, admin]) {
    for (const to of own) expect((await ask('GET', to, by)).status).toBe(200);
    const { body: found } = await ask('GET', `/events?status=draft&series=${body.eventId}`, by);
    expect(found).toHaveLength(2);
  }
  const self = { userId: randomUUID() };
  expect((await ask('POST', '/users', self, { name: 'Ada' })).status).toBe(201);
  expectProblem(await ask('POST', `${path}/registrations`, self, self), 'EVENT_NOT_FOUND');
  expect((await ask('PUT', path, grace, { status: 'active' })).status).toBe(200);
  expect((await ask('GET', path)).body).toMatchObject({ status: 'active' });
  expect((await ask('POST', `${path}/registrations`, self, self)).status).toBe(201);
});
