import { randomUUID } from 'node:crypto';
import type { OperationId } from '../../schemas/requests.ts';
import { cancelledFor, type Run, withPolicedDatabase } from '../simulator/policedDatabase.ts';
import { eventBody } from '../support/api/bodies.ts';
import { invoke, type TestRequest } from '../support/api/invoke.ts';
import {
  checkIn,
  deleteEvent,
  recordHistory,
  register,
  unregister,
  updateEvent,
} from '../support/api/operations.ts';
import { WEBHOOK } from '../support/records/announcements.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';
import {
  aCompletedEvent,
  aFullEvent,
  aHalfDeletedEvent,
  anUnfilledEvent,
} from '../support/records/unfinished.ts';

type Meanwhile = Parameters<Run>[1];
/** Calls the function with a request, which must be answered with this status. */
type Tell = (status: number, request: TestRequest, ...meanwhile: Meanwhile[]) => Promise<void>;

const nobody = { userId: 'nobody' };
const nowhere = { eventId: 'nowhere' };
const nothing = async () => {};
const conflict = cancelledFor('TransactionConflict');

/** Headers of a request that is the same when it comes again. */
const keyed = () => ({ headers: { 'idempotency-key': randomUUID() } });
const ifMatch = (tag: string) => ({ headers: { 'if-match': tag } });

const joins = (eventId: string) => () => registeredUsers(eventId, 1);
const leaves =
  (eventId: string, userId = '') =>
  () =>
    unregister(eventId, userId);

/** For each function the requests that make it send every kind of call that it can. */
const STORIES: Record<OperationId, (tell: Tell) => Promise<void>> = {
  getRoot: tell => tell(200, {}),
  routeNotFound: tell => tell(404, { rawPath: '/nowhere' }),
  getHealth: tell => tell(200, {}),
  getOpenApi: tell => tell(200, {}),
  getDocs: tell => tell(200, {}),
  getDocsFile: tell => tell(200, { path: { file: 'swagger-ui.css' } }),

  async createEvent(tell) {
    const body = eventBody();
    await tell(201, { body });
    await tell(409, { body });
    await tell(409, { body: { ...body, eventId: (await aHalfDeletedEvent()).eventId } });
    const again = { ...keyed(), body: eventBody() };
    await tell(201, again);
    await tell(201, again);
    await tell(201, again, cancelledFor('ConditionalCheckFailed', 'None', 'TransactionConflict'));
    await tell(422, { ...again, body });
  },
  async listEvents(tell) {
    await anEvent();
    await tell(200, {});
    await tell(200, { query: { status: 'active', limit: '1' } });
  },
  async getEvent(tell) {
    await tell(200, { path: { eventId: await anEvent() } });
    await tell(404, { path: nowhere });
    await tell(404, { path: { eventId: (await aHalfDeletedEvent()).eventId } });
  },
  async updateEvent(tell) {
    const { eventId, userIds } = await aFullEvent(5);
    const path = { eventId };
    for (const body of [{}, { title: 'New' }, { date: '2030-01-01' }]) await tell(200, { path, body });
    await tell(200, { path, ...ifMatch('*'), body: { title: 'Newer' } });
    await tell(412, { path, ...ifMatch('"other"'), body: { title: 'Newest' } });
    const race = [leaves(eventId, userIds[1]), leaves(eventId, userIds[2]), joins(eventId)];
    await tell(200, { path, body: { capacity: 3 } }, ...race);
    await tell(409, { path, body: { capacity: 1 } });
    await tell(200, { path, body: { status: 'cancelled' } });
    await tell(404, { path: nowhere, body: { capacity: 5 } });
    await tell(404, { path: { eventId: (await aHalfDeletedEvent()).eventId }, body: { capacity: 5 } });
    const over = await aCompletedEvent();
    await tell(200, { path: { eventId: over }, body: { status: 'active' } });
    const crowd = await anUnfilledEvent(101, 2);
    const promotion = leaves(crowd.eventId, crowd.userIds[100]);
    await tell(200, { path: { eventId: crowd.eventId }, body: { capacity: 101 } }, nothing, promotion);
  },
  async deleteEvent(tell) {
    await tell(204, { path: { eventId: await anEvent() } });
    for (const tags of ['"other"', '"one", "another"']) {
      await tell(412, { path: { eventId: await anEvent() }, ...ifMatch(tags) });
    }
    const { eventId, userIds } = await aFullEvent(3);
    await tell(204, { path: { eventId } }, leaves(eventId, userIds[0]));
    await tell(404, { path: { eventId } });
    await tell(404, { path: nowhere });
    await tell(404, { path: { eventId: (await aHalfDeletedEvent()).eventId } });
    const path = { eventId: (await aFullEvent(2)).eventId };
    await tell(404, { path }, () => deleteEvent(path.eventId));
  },

  async createUser(tell) {
    const body = { userId: randomUUID(), name: 'Ada' };
    await tell(201, { body });
    await tell(409, { body });
    const again = { ...keyed(), body: { name: 'Ada' } };
    await tell(201, again);
    await tell(201, again);
    await tell(201, again, cancelledFor('ConditionalCheckFailed', 'TransactionConflict'));
    await tell(422, { ...again, body });
  },
  async listUsers(tell) {
    await aUser();
    await tell(200, { query: { limit: '1' } });
  },
  async getUser(tell) {
    await tell(200, { path: { userId: await aUser() } });
    await tell(404, { path: nobody });
  },

  async deleteUser(tell) {
    const userId = await aUser();
    await tell(204, { path: { userId } });
    await tell(404, { path: { userId } });
    await tell(404, { path: nobody });
  },

  async registerForEvent(tell) {
    const userId = await aUser();
    const open = { path: { eventId: await anEvent() }, body: { userId } };
    await tell(201, open);
    await tell(409, open);
    await tell(404, { ...open, body: nobody });
    await tell(404, { ...open, path: nowhere });
    for (const fields of [{ hasWaitlist: false }, { status: 'cancelled' }]) {
      const { eventId } = await aFullEvent(1);
      await updateEvent(eventId, fields);
      await tell(409, { ...open, path: { eventId } });
    }
    await tell(404, { ...open, path: { eventId: (await aHalfDeletedEvent()).eventId } });
    const full = { ...open, path: { eventId: (await aFullEvent(1)).eventId } };
    const newcomer = joins(full.path.eventId);
    await tell(201, full, nothing, newcomer);
    await tell(409, full);
    const unfilled = await anUnfilledEvent(4, 3);
    const promotion = leaves(unfilled.eventId, unfilled.userIds[0]);
    await tell(201, { ...open, path: { eventId: unfilled.eventId } }, nothing, promotion);
    const again = { ...keyed(), path: { eventId: await anEvent() }, body: { userId } };
    const unseen = cancelledFor('None', 'None', 'ConditionalCheckFailed', 'TransactionConflict');
    for (const meanwhile of [nothing, nothing, unseen, conflict]) await tell(201, again, meanwhile);
    await tell(409, { ...again, headers: {} });
    await tell(404, { ...again, headers: {}, body: nobody });
    const [eventId, latecomer] = [await anEvent(), await aUser()];
    await tell(201, { path: { eventId }, body: { userId } }, conflict, nothing);
    const overtaken = { path: { eventId }, body: { userId: latecomer } };
    await tell(409, overtaken, () => register(eventId, latecomer));
  },
  async unregisterFromEvent(tell) {
    const { eventId, userIds } = await aFullEvent(6);
    const [first = '', second, third, fourth = '', fifth = '', sixth = ''] = userIds;
    const race = [leaves(eventId, second), leaves(eventId, third), nothing];
    await tell(200, { path: { eventId, userId: first } }, ...race);
    for (const userId of [sixth, fifth, fourth]) await tell(200, { path: { eventId, userId } });
    await tell(404, { path: { eventId, userId: first } });
    await tell(404, { path: { eventId, ...nobody } });
    await tell(404, { path: { ...nowhere, userId: first } });
    const { eventId: door, userIds: guests } = await aFullEvent(1);
    await checkIn(door, String(guests[0]));
    await tell(409, { path: { eventId: door, userId: String(guests[0]) } });
    const closed = await aFullEvent(2);
    await updateEvent(closed.eventId, { status: 'cancelled' });
    for (const userId of closed.userIds) await tell(200, { path: { eventId: closed.eventId, userId } });
    const gone = await aHalfDeletedEvent();
    for (const userId of gone.userIds) await tell(404, { path: { eventId: gone.eventId, userId } });
  },
  async checkIn(tell) {
    const { eventId, userIds } = await aFullEvent(2);
    const [seat = '', waits = ''] = userIds;
    const path = { eventId, userId: seat };
    await tell(200, { path });
    await tell(200, { path });
    const again = { ...keyed(), path };
    await tell(200, again);
    await tell(200, again);
    const unseen = cancelledFor('None', 'ConditionalCheckFailed', 'TransactionConflict');
    const twins = { ...keyed(), path: { eventId: await anEvent(), userId: seat } };
    await register(twins.path.eventId, seat);
    await tell(200, twins, unseen);
    await tell(409, { path: { eventId, userId: waits } });
    await tell(404, { path: { eventId, userId: await aUser() } });
    for (const missing of [nobody, nowhere]) await tell(404, { path: { ...path, ...missing } });
    const overtaken = { eventId: await anEvent(), userId: waits };
    await register(overtaken.eventId, waits);
    await tell(404, { path: overtaken }, leaves(overtaken.eventId, waits));
  },
  async undoCheckIn(tell) {
    const { eventId, userIds } = await aFullEvent(2);
    const [seat = '', waits = ''] = userIds;
    await checkIn(eventId, seat);
    for (const userId of [seat, seat, waits]) await tell(200, { path: { eventId, userId } });
    await tell(404, { path: { eventId, userId: await aUser() } });
    for (const missing of [nobody, nowhere]) await tell(404, { path: { eventId, userId: seat, ...missing } });
  },
  async listEventRegistrations(tell) {
    const path = { eventId: (await aFullEvent(2)).eventId };
    await tell(200, { path });
    for (const status of ['registered', 'waitlisted']) await tell(200, { path, query: { status } });
    await tell(404, { path: nowhere });
  },
  async listUserRegistrations(tell) {
    const { userIds } = await aFullEvent(2);
    for (const userId of [await aUser(), ...userIds]) await tell(200, { path: { userId } });
    await tell(404, { path: nobody });
  },

  async getEventCalendar(tell) {
    await tell(200, { path: { eventId: await anEvent() } });
    await tell(404, { path: nowhere });
  },
  async getUserCalendar(tell) {
    const { userIds } = await aFullEvent(2);
    for (const userId of [await aUser(), ...userIds]) await tell(200, { path: { userId } });
    await tell(404, { path: nobody });
  },

  async listEventHistory(tell) {
    const path = { eventId: (await aFullEvent(2)).eventId };
    await tell(200, { path });
    await recordHistory();
    await tell(200, { path });
    await tell(404, { path: nowhere });
  },
  async listUserHistory(tell) {
    const { userIds } = await aFullEvent(2);
    for (const userId of [await aUser(), ...userIds]) await tell(200, { path: { userId } });
    await recordHistory();
    for (const userId of userIds) await tell(200, { path: { userId } });
    await tell(404, { path: nobody });
  },
};

// What is prepared goes to the database itself: a client keeps the address that it met at its first call.
beforeAll(() => aUser());

test.each(Object.entries(STORIES))(
  '%s may send every call that it makes, and its role allows no other',
  (operationId, story) =>
    withPolicedDatabase(
      operationId,
      async (run, { granted, used }) => {
        await story(async (status, request, ...meanwhile) => {
          expect(await run(handler => invoke(handler, request), ...meanwhile)).toMatchObject({ status });
        });
        expect([...used].sort()).toEqual([...granted].sort());
      },
      WEBHOOK,
    ),
);
