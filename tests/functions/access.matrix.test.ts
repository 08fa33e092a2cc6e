import { randomUUID } from 'node:crypto';
import type { Bearer } from '../../local/issuer.ts';
import { access, type Who } from '../../schemas/access.ts';
import type { OperationId } from '../../schemas/requests.ts';
import { type AccessControlled, startAccessControlled } from '../support/access/accessControlled.ts';
import { eventBody } from '../support/api/bodies.ts';
import { expectProblem } from '../support/api/expectations.ts';
import type { TestRequest } from '../support/api/invoke.ts';

let service: AccessControlled;
beforeAll(async () => {
  service = await startAccessControlled();
});

/** An event, its owner, and the person whom a request is about. */
type Scene = { eventId: string; owner: Bearer; self: Bearer };

/** Makes an event with somebody who is registered, unless they are to register. */
async function aScene(operationId: OperationId): Promise<Scene> {
  const [owner, self] = [randomUUID(), randomUUID()].map(userId => ({ userId }));
  if (!owner || !self) throw new Error('There is nobody');
  const body = eventBody();
  const asOwner: Bearer = { ...owner, roles: ['organiser'] };
  const made = [await service.send('createEvent', { body }, asOwner)];
  const path = { eventId: body.eventId };
  if (operationId !== 'createUser')
    made.push(await service.send('createUser', { body: { name: 'Ada' } }, self));
  if (operationId === 'transferSeat')
    made.push(await service.send('createUser', { body: { name: 'Grace' } }, owner));
  if (!['createUser', 'registerForEvent'].includes(operationId)) {
    made.push(await service.send('registerForEvent', { path, body: self }, self));
  }
  expect(made.map(({ status }) => status)).toEqual(made.map(() => 201));
  return { eventId: body.eventId, owner, self };
}

/** A request that is carried out when its caller may send it. */
function requestOf(operationId: OperationId, { eventId, owner, self: { userId } }: Scene): TestRequest {
  const path = { eventId, userId, file: 'initializer.js' };
  const bodies: Partial<Record<OperationId, object>> = {
    createEvent: eventBody(),
    updateEvent: { title: 'Another' },
    copyEvent: { dates: ['2030-01-01'] },
    createUser: { userId, name: 'Ada' },
    updateUser: { name: 'Ada King' },
    registerForEvent: { userId },
    registerManyForEvent: { userIds: [userId] },
    checkInMany: { userIds: [userId] },
    transferSeat: { to: owner.userId },
  };
  return { path, ...(bodies[operationId] && { body: bodies[operationId] }) };
}

/** Callers, and as what the table of schemas/access.ts knows each of them. */
const CALLERS: Record<string, { who?: Who; bearer: (scene: Scene) => Bearer | undefined }> = {
  'without a token': { bearer: () => undefined },
  'a stranger': { bearer: () => ({ userId: randomUUID() }) },
  'the person themselves': { who: 'self', bearer: ({ self }) => self },
  'an organiser of other events': {
    who: 'organiser',
    bearer: () => ({ userId: randomUUID(), roles: ['organiser'] }),
  },
  'the owner of the event': { who: 'owner', bearer: ({ owner }) => owner },
  'door staff of the event': {
    who: 'staff',
    bearer: ({ eventId }) => ({ userId: randomUUID(), scope: `openid check-in:${eventId}` }),
  },
  'door staff of another event': {
    bearer: ({ eventId }) => ({ userId: randomUUID(), scope: `check-in:${eventId}-2 check-in:x` }),
  },
  'an admin': { who: 'admin', bearer: () => ({ userId: randomUUID(), roles: ['admin'] }) },
};

const cases = (Object.keys(access) as OperationId[]).flatMap(operationId =>
  Object.keys(CALLERS).map(caller => {
    const allowed: readonly Who[] = access[operationId];
    const { who } = CALLERS[caller] ?? {};
    const isAllowed = allowed.includes('anyone') || (who !== undefined && allowed.includes(who));
    const isKnown = caller !== 'without a token';
    return {
      operationId,
      caller,
      outcome: isAllowed ? 'is admitted' : isKnown ? 'gets a 403' : 'gets a 401',
    };
  }),
);

test.each(cases)('$operationId: $caller $outcome', async ({ operationId, caller, outcome }) => {
  const scene = await aScene(operationId);
  const answer = await service.send(
    operationId,
    requestOf(operationId, scene),
    CALLERS[caller]?.bearer(scene),
  );
  if (outcome === 'gets a 401') {
    expectProblem(answer, 'UNAUTHENTICATED');
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="event-management-api"');
  } else if (outcome === 'gets a 403') {
    expectProblem(answer, 'FORBIDDEN');
    expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"');
  } else {
    expect(Math.floor(answer.status / 100)).toBe(operationId === 'routeNotFound' ? 4 : 2);
    expect([401, 403]).not.toContain(answer.status);
  }
});
