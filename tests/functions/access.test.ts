import { createHash, randomUUID } from 'node:crypto';
import { handler as createOpenFeed } from '../../functions/createCalendarFeed.ts';
import { isId } from '../../lib/domain/sortKeys.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import { scan } from '../../lib/dynamo/read.ts';
import * as usersTable from '../../lib/repositories/users.ts';
import type { Bearer } from '../../local/issuer.ts';
import { type AccessControlled, startAccessControlled } from '../support/access/accessControlled.ts';
import { eventBody } from '../support/api/bodies.ts';
import { expectAlike, expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { type Answer, invoke } from '../support/api/invoke.ts';
import { deleteEvent, settleEvents } from '../support/api/operations.ts';
import { anEvent, aUser, stored } from '../support/records/records.ts';

let service: AccessControlled;
beforeAll(async () => {
  service = await startAccessControlled();
});

const someone = (): Bearer => ({ userId: randomUUID() });
const anOrganiser = (): Bearer => ({ ...someone(), roles: ['organiser'] });
const anAdmin = (): Bearer => ({ ...someone(), roles: ['admin'] });

const expectStatus = (answer: Answer, status: number) => {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
  return answer.body;
};

const eventOf = async (owner: Bearer, fields: object = {}): Promise<string> =>
  expectStatus(await service.send('createEvent', { body: eventBody(fields) }, owner), 201).eventId;

async function users(count: number): Promise<Bearer[]> {
  const bearers = Array.from({ length: count }, someone);
  for (const one of bearers) {
    expectStatus(await service.send('createUser', { body: { name: 'Ada' } }, one), 201);
  }
  return bearers;
}

const register = (eventId: string, userId: string, bearer: Bearer) =>
  service.send('registerForEvent', { path: { eventId }, body: { userId } }, bearer);

describe('a token', () => {
  test.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Basic YWRhOmFkYQ==' }],
    ['nothing behind the scheme', { authorization: 'Bearer ' }],
    ['two tokens', { authorization: 'Bearer a.b.c d.e.f' }],
  ])('is asked for when there is %s', async (_what, headers) => {
    const answer = await service.send('listUsers', { headers });
    expectProblem(answer, 'UNAUTHENTICATED');
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="event-management-api"');
  });

  test('is refused with its reason when it does not hold', async () => {
    const answer = await service.send('listUsers', { headers: { authorization: 'Bearer a.b.c' } });
    expectProblem(answer, 'UNAUTHENTICATED', 'The access token is refused: it is malformed');
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  test('may have its scheme in any case', async () => {
    const { authorization } = await service.authorization(anAdmin());
    const headers = { authorization: authorization.replace('Bearer', 'bearer') };
    expectStatus(await service.send('listUsers', { headers }), 200);
  });

  test('that does not hold does not matter to what is for anybody', async () => {
    const path = { eventId: await eventOf(anOrganiser()) };
    expectStatus(await service.send('getEvent', { path, headers: { authorization: 'Bearer x' } }), 200);
  });
});

describe('the order of answers', () => {
  const broken = { query: { page: '1' } };

  test('is 401, 403, 422', async () => {
    expectProblem(await service.send('listUsers', broken), 'UNAUTHENTICATED');
    expectProblem(await service.send('listUsers', broken, someone()), 'FORBIDDEN');
    expectBrokenRules(await service.send('listUsers', broken, anAdmin()), ['/query/page']);
  });

  test('is 401 and 403 before a body that cannot be read, unless it names the person', async () => {
    const request = { path: { eventId: await eventOf(anOrganiser()) }, body: '{' };
    expectProblem(await service.send('updateEvent', request), 'UNAUTHENTICATED');
    expectProblem(await service.send('updateEvent', request, someone()), 'FORBIDDEN');
    expectProblem(await service.send('updateEvent', request, anAdmin()), 'BODY_NOT_JSON');
    expectProblem(await service.send('registerForEvent', request), 'UNAUTHENTICATED');
    expectProblem(await service.send('registerForEvent', request, someone()), 'BODY_NOT_JSON');
  });

  test('is 401 before a header that is too long', async () => {
    const request = { body: eventBody(), headers: { 'content-type': 'x'.repeat(1001) } };
    expectProblem(await service.send('createEvent', request), 'UNAUTHENTICATED');
    expectProblem(await service.send('createEvent', request, someone()), 'FORBIDDEN');
    expectBrokenRules(await service.send('createEvent', request, anOrganiser()), ['/headers/content-type']);
  });

  test.each(['a b', 'x'.repeat(3000)])('is 403 before the id "%.10s" that cannot be one', async eventId => {
    const request = { path: { eventId } };
    expectProblem(await service.send('deleteEvent', request, someone()), 'FORBIDDEN');
    expectBrokenRules(await service.send('deleteEvent', request, anAdmin()), ['/path/eventId']);
  });
});

describe('a stranger', () => {
  const operations = [
    'updateEvent',
    'deleteEvent',
    'copyEvent',
    'listEventRegistrations',
    'listEventHistory',
  ] as const;

  test.each(operations)(
    'gets the same answer to %s for an event that exists and for none',
    async operationId => {
      const stranger = someone();
      const ids = [await eventOf(anOrganiser()), await anEvent(), 'nowhere'];
      const answers = ids.map(eventId => service.send(operationId, { path: { eventId } }, stranger));
      const [first, ...others] = (await Promise.all(answers)) as [Answer, ...Answer[]];
      expectProblem(first, 'FORBIDDEN');
      expectAlike(first, ...others);
    },
  );

  test('gets the same answer for a user who exists and for none', async () => {
    const path = [{ userId: await aUser() }, { userId: 'nobody' }];
    const answers = path.map(one => service.send('getUser', { path: one }, someone()));
    const [first, second] = (await Promise.all(answers)) as [Answer, Answer];
    expectProblem(first, 'FORBIDDEN');
    expectAlike(first, second);
  });
});

describe('an event', () => {
  test('belongs to who made it, whatever its body says', async () => {
    const owner = anOrganiser();
    const eventId = await eventOf(owner, { ownerId: 'eve', organizer: 'Eve' });
    const { body } = await service.send('getEvent', { path: { eventId } });
    expect(body).toMatchObject({ ownerId: owner.userId, organizer: 'Eve' });
    const change = { path: { eventId }, body: { ownerId: 'eve', title: 'Another' } };
    expect((await service.send('updateEvent', change, owner)).body).toMatchObject({
      ownerId: owner.userId,
      title: 'Another',
    });
  });

  test('that was made in open mode is for admins alone', async () => {
    const request = { path: { eventId: await anEvent() }, body: { capacity: 5 } };
    expectProblem(await service.send('updateEvent', request, anOrganiser()), 'FORBIDDEN');
    expect(expectStatus(await service.send('updateEvent', request, anAdmin()), 200)).not.toHaveProperty(
      'ownerId',
    );
  });

  test('is not that of an earlier owner of its id', async () => {
    const [first, second] = [anOrganiser(), anOrganiser()];
    const eventId = await eventOf(first);
    await deleteEvent(eventId);
    await settleEvents();
    await eventOf(second, { eventId });
    const request = { path: { eventId }, body: { title: 'Mine' } };
    expectProblem(await service.send('updateEvent', request, first), 'FORBIDDEN');
    expectProblem(await service.send('deleteEvent', { path: { eventId } }, first), 'FORBIDDEN');
    expectStatus(await service.send('updateEvent', request, second), 200);
  });
});

describe('a person', () => {
  test('is "me" in paths and bodies', async () => {
    const [ada] = await users(1);
    const eventId = await eventOf(anOrganiser());
    const me = { userId: 'me' };
    expect(expectStatus(await service.send('getUser', { path: me }, ada), 200)).toMatchObject({
      userId: ada?.userId,
    });
    const request = { path: { eventId }, body: me };
    expect(expectStatus(await service.send('registerForEvent', request, ada), 201).userId).toBe(ada?.userId);
    expect(expectStatus(await service.send('listUserRegistrations', { path: me }, ada), 200)).toHaveLength(1);
    expectStatus(await service.send('unregisterFromEvent', { path: { eventId, ...me } }, ada), 200);
    expectStatus(await service.send('deleteUser', { path: me }, ada), 204);
  });

  test('gets an id that follows from a subject that cannot be one', async () => {
    const ada: Bearer = { userId: `auth0|${randomUUID()}` };
    const made = expectStatus(await service.send('createUser', { body: { name: 'Ada' } }, ada), 201);
    expect(made.userId).toMatch(/^sub-[\w-]{43}$/);
    expect((await service.send('getUser', { path: { userId: 'me' } }, ada)).body).toEqual(made);
  });

  test('cannot make a user with the id of another, and an admin can', async () => {
    const body = { userId: randomUUID(), name: 'Ada' };
    expectProblem(await service.send('createUser', { body }, someone()), 'FORBIDDEN');
    expectStatus(await service.send('createUser', { body }, anAdmin()), 201);
  });

  test('who was deleted leaves a hash of their id, which is no id itself', async () => {
    const [ada] = (await users(1)) as [Bearer];
    expectStatus(await service.send('deleteUser', { path: { userId: 'me' } }, ada), 204);
    const found = await scan<{ userId: string; anonymousId: string }>(TABLES.deletions, 1000, undefined);
    const retired = found.filter(({ anonymousId }) => anonymousId === 'retired').map(({ userId }) => userId);
    expect(retired).toContain(`#${createHash('sha256').update(ada.userId).digest('base64url')}`);
    expect(retired.filter(isId)).toEqual([]);
    expect(retired).not.toContain(ada.userId);
  });

  test('who was deleted has an id that nobody gets again, not even they', async () => {
    const [ada] = await users(1);
    expectStatus(await service.send('deleteUser', { path: { userId: 'me' } }, ada), 204);
    for (const bearer of [ada, anAdmin()]) {
      const body = { userId: ada?.userId, name: 'Ada' };
      expectProblem(await service.send('createUser', { body }, bearer), 'USER_ID_RETIRED');
    }
  });
});

describe('a registration', () => {
  test('is made by the person themselves, the owner or an admin, and by no other user', async () => {
    const [ada, ben, cleo, dora] = (await users(4)) as [Bearer, Bearer, Bearer, Bearer];
    const owner = anOrganiser();
    const eventId = await eventOf(owner, { capacity: 10 });
    expectStatus(await register(eventId, ada.userId, ada), 201);
    expectStatus(await register(eventId, ben.userId, owner), 201);
    expectStatus(await register(eventId, cleo.userId, anAdmin()), 201);
    expectProblem(await register(eventId, dora.userId, ada), 'FORBIDDEN');
    expectProblem(await register(eventId, dora.userId, anOrganiser()), 'FORBIDDEN');
  });

  test.each([[{}], [{ userId: null }]])('of nobody (%j) breaks a rule', async body => {
    const request = { path: { eventId: await eventOf(anOrganiser()) }, body };
    expectBrokenRules(await service.send('registerForEvent', request, someone()), ['/body/userId']);
  });

  test.each([[['ada']], [5], [{ userId: 'ada' }], [true], ['']])(
    'of %j, which is no id, is that of another',
    async userId => {
      const request = { path: { eventId: await eventOf(anOrganiser()) }, body: { userId } };
      expectProblem(await service.send('registerForEvent', request, someone()), 'FORBIDDEN');
      expectBrokenRules(await service.send('registerForEvent', request, anAdmin()), ['/body/userId']);
    },
  );

  test('that ends tells only the owner and admins who got the seat', async () => {
    const [ada, ben, cleo, dora] = (await users(4)) as [Bearer, Bearer, Bearer, Bearer];
    const owner = anOrganiser();
    const eventId = await eventOf(owner, { capacity: 1 });
    for (const one of [ada, ben, cleo, dora]) expectStatus(await register(eventId, one.userId, one), 201);
    const leave = async ({ userId }: Bearer, bearer: Bearer) =>
      expectStatus(await service.send('unregisterFromEvent', { path: { eventId, userId } }, bearer), 200);
    expect(await leave(ada, ada)).toEqual({ message: 'Successfully unregistered from event' });
    expect(await leave(ben, owner)).toMatchObject({ promotedUser: cleo.userId });
    expect(await leave(cleo, anAdmin())).toMatchObject({ promotedUser: dora.userId });
  });
});

describe('an Idempotency-Key', () => {
  test('belongs to its caller', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const [ada, ben] = [someone(), someone()];
    const request = { headers, body: { name: 'Someone' } };
    expect(expectStatus(await service.send('createUser', request, ada), 201).userId).toBe(ada.userId);
    expect(expectStatus(await service.send('createUser', request, ben), 201).userId).toBe(ben.userId);
    const again = await service.send('createUser', request, ada);
    expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
    expect(again.body.userId).toBe(ada.userId);
  });

  test('is one key for all operations of a caller', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const organiser = anOrganiser();
    expectStatus(await service.send('createUser', { headers, body: { name: 'Ada' } }, organiser), 201);
    const request = { headers, body: eventBody() };
    expectProblem(await service.send('createEvent', request, organiser), 'IDEMPOTENCY_KEY_REUSED');
  });

  test('does not bring a deleted person back', async () => {
    const ada = someone();
    const request = { headers: { 'idempotency-key': randomUUID() }, body: { name: 'Ada' } };
    expectStatus(await service.send('createUser', request, ada), 201);
    expectStatus(await service.send('deleteUser', { path: { userId: 'me' } }, ada), 204);
    expectProblem(await service.send('createUser', request, ada), 'USER_ID_RETIRED');
  });

  test('replays an answer only to those who may send the request', async () => {
    const [ada] = (await users(1)) as [Bearer];
    const owner = anOrganiser();
    const eventId = await eventOf(owner);
    const headers = { 'idempotency-key': randomUUID() };
    const request = { headers, path: { eventId }, body: { userId: ada.userId } };
    expectStatus(await service.send('registerForEvent', request, owner), 201);
    expectStatus(await service.send('deleteEvent', { path: { eventId } }, owner), 204);
    expectProblem(await service.send('registerForEvent', request, owner), 'FORBIDDEN');
  });
});

describe('a calendar feed', () => {
  const tokenIn = (url: string) => new URL(url, 'https://api.example/users/me/calendar-feed');
  const feedOf = async (bearer: Bearer) => {
    const made = await service.send('createCalendarFeed', { path: { userId: 'me' } }, bearer);
    const { pathname, searchParams } = tokenIn(expectStatus(made, 201).url);
    expect(pathname).toBe(`/users/${bearer.userId}/calendar.ics`);
    return { path: { userId: bearer.userId }, query: { token: searchParams.get('token') ?? '' } };
  };

  test('is open to whoever has its secret, until there is a new one', async () => {
    const [ada] = (await users(1)) as [Bearer];
    const first = await feedOf(ada);
    expectStatus(await service.send('getUserCalendar', first), 200);
    const second = await feedOf(ada);
    expectProblem(await service.send('getUserCalendar', first), 'UNAUTHENTICATED');
    expectStatus(await service.send('getUserCalendar', second), 200);
  });

  test('that was asked for while everything was open has no secret, and is closed afterwards', async () => {
    const [ada] = (await users(1)) as [Bearer];
    const earlier = await feedOf(ada);
    const path = { userId: ada.userId };
    const { status, body } = await invoke(createOpenFeed, { path });
    expect({ status, body }).toEqual({ status: 201, body: { url: `../${ada.userId}/calendar.ics` } });
    expectProblem(await service.send('getUserCalendar', { path }), 'UNAUTHENTICATED');
    expectProblem(await service.send('getUserCalendar', earlier), 'UNAUTHENTICATED');
  });

  test('is stored as a hash, which does not tell its secret', async () => {
    const [ada] = (await users(1)) as [Bearer];
    const { query } = await feedOf(ada);
    const item = await stored(usersTable.ref(ada.userId));
    expect(item?.feedHash).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(item)).not.toContain(query.token);
  });

  test('is closed to the secret of another, and answers alike for a user who exists and for none', async () => {
    const [ada, ben] = (await users(2)) as [Bearer, Bearer];
    const { query } = await feedOf(ada);
    const answers = [ben.userId, 'nobody', 'a b', 'me'].map(userId =>
      service.send('getUserCalendar', { path: { userId }, query }),
    );
    const [first, ...others] = (await Promise.all(answers)) as [Answer, ...Answer[]];
    expectProblem(first, 'UNAUTHENTICATED');
    expectAlike(first, ...others);
  });

  test('is gone with its person', async () => {
    const [ada] = (await users(1)) as [Bearer];
    const feed = await feedOf(ada);
    expectStatus(await service.send('deleteUser', { path: { userId: 'me' } }, ada), 204);
    expectProblem(await service.send('getUserCalendar', feed), 'UNAUTHENTICATED');
  });
});

test('the API document says which operations need a token', async () => {
  const { body } = await service.send('getOpenApi', {});
  expect(body.components.securitySchemes).toEqual({
    bearerAuth: expect.objectContaining({ scheme: 'bearer' }),
    feedSecret: expect.objectContaining({ in: 'query', name: 'token' }),
  });
  expect(body.paths['/events'].post.security).toEqual([{ bearerAuth: [] }]);
  expect(body.paths['/users/{userId}/calendar.ics'].get.security).toEqual([
    { bearerAuth: [] },
    { feedSecret: [] },
  ]);
  expect(body.paths['/events'].get).not.toHaveProperty('security');
});
