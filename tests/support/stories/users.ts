import { randomUUID } from 'node:crypto';
import { recordHistory } from '../api/operations.ts';
import { cancelledFor } from '../packaging/caller.ts';
import { aUser } from '../records/records.ts';
import { aFullEvent } from '../records/unfinished.ts';
import { ifMatch, keyed, nobody, type Story } from './story.ts';

export const userStories = {
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
  async updateUser(tell) {
    const path = { userId: await aUser() };
    for (const body of [{}, { name: 'Ada King' }]) await tell(200, { path, body });
    await tell(412, { path, body: {}, ...ifMatch('"other"') });
    await tell(404, { path: nobody, body: {} });
  },
  async deleteUser(tell) {
    const userId = await aUser();
    await tell(204, { path: { userId } });
    await tell(404, { path: { userId } });
    await tell(404, { path: nobody });
  },
  async createCalendarFeed(tell) {
    await tell(201, { path: { userId: await aUser() } });
    await tell(404, { path: nobody });
  },
  async getUserCalendar(tell) {
    const { userIds } = await aFullEvent(2);
    for (const userId of [await aUser(), ...userIds]) await tell(200, { path: { userId } });
    await tell(404, { path: nobody });
  },
  async listUserHistory(tell) {
    const { userIds } = await aFullEvent(2);
    for (const userId of [await aUser(), ...userIds]) await tell(200, { path: { userId } });
    await recordHistory();
    for (const userId of userIds) await tell(200, { path: { userId } });
    await tell(404, { path: nobody });
  },
} satisfies Record<string, Story>;
