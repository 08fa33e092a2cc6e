import { randomUUID } from 'node:crypto';
import * as eventsTable from '../../lib/repositories/events.ts';
import type { Bearer } from '../../local/issuer.ts';
import type { OperationId } from '../../schemas/requests.ts';
import { callsOf } from '../simulator/calls.ts';
import { type AccessControlled, startAccessControlled } from '../support/access/accessControlled.ts';
import { eventBody } from '../support/api/bodies.ts';
import { expectAlike, expectAnswer, expectProblem } from '../support/api/expectations.ts';
import { type Answer, invoke, type TestRequest } from '../support/api/invoke.ts';
import { logOf } from '../support/api/log.ts';
import { listEvents } from '../support/api/operations.ts';
import { coldStart } from '../support/records/coldStart.ts';
import { anEvent, aUser, stored } from '../support/records/records.ts';
import { crowd } from '../support/records/rounds.ts';

let service: AccessControlled;
beforeAll(async () => {
  service = await startAccessControlled();
});

const someone = (): Bearer => ({ userId: randomUUID() });
const anOrganiser = (): Bearer => ({ ...someone(), roles: ['organiser'] });
const admin: Bearer = { ...someone(), roles: ['admin'] };

const grace = anOrganiser();

async function draftOf(owner: Bearer, fields: object = {}): Promise<string> {
  const { status, body } = await service.send(
    'createEvent',
    { body: eventBody({ status: 'draft', ...fields }) },
    owner,
  );
  expect(status).toBe(201);
  return body.eventId;
}

const READS: OperationId[] = ['getEvent', 'getEventAvailability', 'getEventCalendar'];

const noToken: TestRequest = {};
const bogus: TestRequest = { headers: { authorization: 'Bearer a.b.c' } };

describe('a draft', () => {
  test.each(READS)('is shown by %s to its owner and to admins', async operationId => {
    const path = { eventId: await draftOf(grace) };
    for (const one of [grace, admin])
      expect((await service.send(operationId, { path }, one)).status).toBe(200);
  });

  test.each(READS)('does not exist for %s by anybody else, as one that is not there', async operationId => {
    const missing = { eventId: 'nowhere' };
    const path = { eventId: await draftOf(grace) };
    const door: Bearer = { ...someone(), scope: `check-in:${path.eventId}` };
    for (const [request, by] of [
      [noToken],
      [bogus],
      [noToken, someone()],
      [noToken, anOrganiser()],
      [noToken, door],
    ] as const) {
      const [answer, other] = [
        await service.send(operationId, { ...request, path }, by),
        await service.send(operationId, { ...request, path: missing }, by),
      ];
      expectProblem(answer, 'EVENT_NOT_FOUND', 'Event not found');
      expectAlike(answer, other);
    }
  });

  test('that was made while access control was off is for admins alone', async () => {
    const path = { eventId: await anEvent({ status: 'draft' }) };
    expect((await service.send('getEvent', { path }, admin)).status).toBe(200);
    expectProblem(await service.send('getEvent', { path }, grace), 'EVENT_NOT_FOUND');
  });

  test.each([false, true])(
    'takes nobody, and only its owner and admins are told that it is one (crowd: %s)',
    async isCrowd => {
      const eventId = await draftOf(grace);
      if (isCrowd) await crowd(eventId);
      const ada = await aUser();
      const register = (by: Bearer) =>
        service.send('registerForEvent', { path: { eventId }, body: { userId: ada } }, by);
      for (const by of [grace, admin]) {
        expectProblem(
          await register(by),
          'EVENT_NOT_OPEN',
          'Event is not open for registration (status: draft)',
        );
      }
      expectProblem(await register({ userId: ada }), 'EVENT_NOT_FOUND');
    },
  );

  test('has no registrations that could be ended, told, or checked in by others', async () => {
    const eventId = await draftOf(grace);
    const userId = await aUser();
    const door: Bearer = { ...someone(), scope: `check-in:${eventId}` };
    const path = { eventId, userId };
    const asked: [OperationId, Bearer][] = [
      ['unregisterFromEvent', { userId }],
      ['checkIn', door],
      ['undoCheckIn', door],
      ['listEventRegistrations', door],
    ];
    for (const [operationId, by] of asked) {
      expectProblem(await service.send(operationId, { path }, by), 'EVENT_NOT_FOUND');
    }
    for (const by of [grace, admin]) {
      expectProblem(await service.send('unregisterFromEvent', { path }, by), 'REGISTRATION_NOT_FOUND');
      expectProblem(await service.send('checkIn', { path }, by), 'REGISTRATION_NOT_FOUND');
      expect((await service.send('listEventRegistrations', { path }, by)).body).toEqual([]);
    }
  });

  test('is as forbidden to a stranger who edits, deletes or copies it as one that is not there', async () => {
    const ids = [await draftOf(grace), 'nowhere'];
    const bodies = {
      updateEvent: { status: 'active' },
      deleteEvent: undefined,
      copyEvent: { dates: ['2030-01-01'] },
    };
    for (const [operationId, body] of Object.entries(bodies) as [OperationId, object | undefined][]) {
      const [answer, other] = (await Promise.all(
        ids.map(eventId =>
          service.send(operationId, { path: { eventId }, ...(body && { body }) }, anOrganiser()),
        ),
      )) as [Answer, Answer];
      expectProblem(answer, 'FORBIDDEN');
      expectAlike(answer, other);
    }
  });

  test('is for everybody once it is published', async () => {
    const path = { eventId: await draftOf(grace) };
    await service.send('updateEvent', { path, body: { status: 'active' } }, grace);
    for (const operationId of READS) expect((await service.send(operationId, { path })).status).toBe(200);
  });
});

describe('copies', () => {
  test.each([
    ['its owner', grace],
    ['an admin', admin],
  ])('of a draft, made by %s, are drafts of the same owner', async (_who, by) => {
    const eventId = await draftOf(grace);
    const { body } = await service.send(
      'copyEvent',
      { path: { eventId }, body: { dates: ['2030-01-01'] } },
      by,
    );
    expect(body.events).toMatchObject([{ status: 'draft', ownerId: grace.userId, seriesId: eventId }]);
    const path = { eventId: body.events[0].eventId };
    expectProblem(await service.send('getEvent', { path }), 'EVENT_NOT_FOUND');
    expect((await service.send('getEvent', { path }, grace)).status).toBe(200);
    const found = async (bearer?: Bearer) =>
      (await service.send('listEvents', { query: { series: eventId, status: 'draft' } }, bearer)).body.length;
    expect(await Promise.all([found(), found(anOrganiser()), found(grace), found(admin)])).toEqual([
      0, 0, 2, 2,
    ]);
  });

  test('of a series are listed to a stranger without a link, which would name them', async () => {
    const [hers, his] = [await draftOf(grace), anOrganiser()];
    // A page looks through 500 drafts.
    for (let year = 2030; year < 2040; year += 1) {
      const dates = Array.from({ length: 50 }, (_, n) => `${year}-${10 + (n % 3)}-${10 + Math.floor(n / 3)}`);
      const request = { path: { eventId: hers }, body: { dates } };
      expect((await service.send('copyEvent', request, grace)).status).toBe(201);
    }
    const list = (by: Bearer, query: object = {}) =>
      service.send(
        'listEvents',
        { query: { series: hers, status: 'draft', limit: '1', ...query }, rawPath: '/events' },
        by,
      );
    for (const by of [his, someone()]) {
      const answer = await list(by);
      expectAnswer(answer, 200, []);
      expect(answer.headers).not.toHaveProperty('link');
    }
    for (const by of [grace, admin]) {
      const answer = await list(by, { limit: '100' });
      expect(answer.body).toHaveLength(100);
      expect(answer.headers).toHaveProperty('link');
    }
  });
});

describe('the list of drafts', () => {
  const inYear = { from: '2091-01-01', to: '2091-12-31', status: 'draft' };
  const [linus, ken] = [anOrganiser(), anOrganiser()];
  let drafts: Record<'linus' | 'ken', string[]>;

  beforeAll(async () => {
    drafts = { linus: [], ken: [] };
    for (let day = 1; day <= 6; day += 1) {
      const [who, owner] = day % 3 === 0 ? (['linus', linus] as const) : (['ken', ken] as const);
      drafts[who].push(await draftOf(owner, { date: `2091-01-0${day}` }));
    }
  });

  const idsFor = async (by?: Bearer, query: object = {}, request: TestRequest = noToken): Promise<string[]> =>
    (
      await service.send('listEvents', { ...request, query: { ...inYear, ...query }, rawPath: '/events' }, by)
    ).body.map(({ eventId }: { eventId: string }) => eventId);

  test('has an owner’s own, all for admins, and none for others', async () => {
    expect(await idsFor(linus)).toEqual(drafts.linus);
    expect(await idsFor(ken, { sort: '-date' })).toEqual(drafts.ken.toReversed());
    expect((await idsFor(admin)).sort()).toEqual([...drafts.linus, ...drafts.ken].sort());
    for (const others of [await idsFor(), await idsFor(anOrganiser()), await idsFor(undefined, {}, bogus)]) {
      expect(others).toEqual([]);
    }
  });

  test('is paged by what somebody sees, so that no cursor tells of others', async () => {
    const pages: string[][] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const query = { ...inYear, limit: '1', ...(cursor && { cursor }) };
      const answer: Answer = await service.send('listEvents', { query, rawPath: '/events' }, linus);
      pages.push(answer.body.map(({ eventId }: { eventId: string }) => eventId));
      cursor = /cursor=([\w-]+)/.exec(answer.headers.link ?? '')?.[1];
      const told = Buffer.from(cursor ?? '', 'base64url').toString();
      for (const eventId of drafts.ken) expect(told).not.toContain(eventId);
    }
    expect(pages).toEqual(drafts.linus.map(eventId => [eventId]));
  });

  test('is the same for everybody where access control is off', async () => {
    expect((await listEvents(inYear)).body).toHaveLength(6);
  });
});

test('an event that is no draft costs as much with a token as without one, and the token is not looked at', async () => {
  const { body } = await service.send('createEvent', { body: eventBody() }, grace);
  const path = { eventId: body.eventId };
  for (const operationId of READS) {
    for (const request of [noToken, bogus]) {
      const calls = await callsOf(async () =>
        expect((await service.send(operationId, { ...request, path })).status).toBe(200),
      );
      expect(calls).toHaveLength(1);
    }
  }
});

test('while the issuer does not answer, a draft is not there for its owner either, and other events are', async () => {
  const [draft, event] = [await draftOf(grace), await anEvent()];
  const environment = { ...service.environment, AUTH_ISSUER: 'http://localhost:9' };
  const headers = await service.authorization(grace);
  const log = await logOf(() =>
    coldStart('getEvent', environment, async handler => {
      const read = async (eventId: string) => (await invoke(handler, { path: { eventId }, headers })).status;
      expect([await read(draft), await read(event)]).toEqual([404, 200]);
    }),
  );
  expect(log).toMatchObject([{ code: 'BEST_EFFORT_FAILED', causes: [{ code: 'TRY_AGAIN' }, {}, {}] }]);
});

test('the owner’s own drafts have the key of their list, and other events have none of it', async () => {
  const eventId = await draftOf(grace);
  expect(await stored(eventsTable.ref(eventId))).toMatchObject({ listShard: `drafts#${grace.userId}` });
  await service.send('updateEvent', { path: { eventId }, body: { status: 'active' } }, grace);
  expect((await stored(eventsTable.ref(eventId)))?.listShard).toMatch(/^event#\d$/);
});
