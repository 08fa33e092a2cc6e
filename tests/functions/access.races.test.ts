import { randomUUID } from 'node:crypto';
import * as seats from '../../lib/repositories/seats.ts';
import type { Bearer } from '../../local/issuer.ts';
import type { OperationId } from '../../schemas/requests.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { answerOvertakenBy } from '../simulator/races.ts';
import { type AccessControlled, startAccessControlled } from '../support/access/accessControlled.ts';
import { eventBody } from '../support/api/bodies.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { deleteEvent, getEvent, settleEvents, updateEvent } from '../support/api/operations.ts';
import { alter } from '../support/records/audit.ts';
import { aUser, registeredUsers } from '../support/records/records.ts';

let service: AccessControlled;
beforeAll(async () => {
  // What happens meanwhile goes to the database itself: a client keeps the address that it met at its first call.
  await aUser();
  service = await startAccessControlled();
  Object.assign(process.env, service.environment);
});
afterAll(() => {
  for (const name of Object.keys(service.environment)) delete process.env[name];
});

const organiser = (): Bearer => ({ userId: randomUUID(), roles: ['organiser'] });

async function make(eventId: string, owner: Bearer): Promise<void> {
  const answer = await service.send('createEvent', { body: eventBody({ eventId }) }, owner);
  expect(answer).toMatchObject({ status: 201, body: { ownerId: owner.userId } });
}

/** Removes an event, and lets somebody else take its id. */
async function replace(eventId: string, owner: Bearer): Promise<void> {
  await deleteEvent(eventId);
  await settleEvents();
  await make(eventId, owner);
}

test.each<[string, OperationId, object]>([
  ['its texts', 'updateEvent', { body: { title: 'Mine' } }],
  ['its capacity', 'updateEvent', { body: { capacity: 7 } }],
  ['all of it, by deleting it', 'deleteEvent', {}],
])(
  'an owner whose event was replaced by that of another, after they were admitted, changes nothing: %s',
  async (_what, operationId, request) => {
    const [first, second] = [organiser(), organiser()];
    const eventId = randomUUID();
    await make(eventId, first);
    const headers = await service.authorization(first);
    const path = { eventId };
    const answer = await answerOvertakenBy(() => replace(eventId, second), operationId, {
      path,
      headers,
      ...request,
    });
    expectProblem(answer, 'FORBIDDEN');
    expect(await getEvent(eventId)).toMatchObject({
      status: 200,
      body: { ownerId: second.userId, title: eventBody().title, capacity: eventBody().capacity },
    });
  },
);

test('an owner who is none any more, after they were admitted, changes nothing', async () => {
  const [first, second] = [organiser(), organiser()];
  const eventId = randomUUID();
  await make(eventId, first);
  const request = { path: { eventId }, body: { title: 'Mine' }, headers: await service.authorization(first) };
  const replaceOwner = () => alter(seats.ref(eventId), { ownerId: second.userId });
  expectProblem(await answerOvertakenBy(replaceOwner, 'updateEvent', request), 'FORBIDDEN');
  expect((await getEvent(eventId)).body).toMatchObject({ ownerId: second.userId, title: eventBody().title });
});

test('somebody who left is answered so, when it cannot be found out whether they may know who got the seat', async () => {
  const eventId = randomUUID();
  await make(eventId, organiser());
  await updateEvent(eventId, { capacity: 1 });
  const [userId = ''] = await registeredUsers(eventId, 2);
  const headers = await service.authorization({ userId });
  let hasLeft = false;
  const { answer } = await answerWith(
    'unregisterFromEvent',
    { path: { eventId, userId }, headers },
    ({ operation }) => {
      if (operation === 'BatchGetItem' && hasLeft) return 'throttled';
      hasLeft ||= operation === 'TransactWriteItems';
      return undefined;
    },
  );
  expect(answer).toMatchObject({ status: 200, body: { message: 'Successfully unregistered from event' } });
  expect(answer.body).not.toHaveProperty('promotedUser');
});

test('an owner whose event was deleted after they were admitted is told so', async () => {
  const owner = organiser();
  const eventId = randomUUID();
  await make(eventId, owner);
  const request = { path: { eventId }, headers: await service.authorization(owner) };
  expectProblem(
    await answerOvertakenBy(() => deleteEvent(eventId), 'deleteEvent', request),
    'EVENT_NOT_FOUND',
  );
});
