import * as seats from '../../../lib/repositories/seats.ts';
import { registrationStories } from './registrations.ts';
import { keyed, nowhere, type Story, type Tell } from './story.ts';

/**
 * Tells the story of one person's requests as one of batches, each with one entry and a key of its own. Another request
 * with the same key has the first answers.
 */
const inBatches =
  (story: Story): Story =>
  async tell => {
    const tellBatch: Tell = async (status, { path = {}, body, headers }, ...meanwhile) => {
      const { eventId = '', userId = '' } = { ...path, ...(body as object) } as Record<string, string>;
      const request = { path: { eventId }, body: { userIds: [userId] }, ...(headers && keyed()) };
      const isMissing = status === 404 && !(await isThere(eventId));
      await tell(isMissing ? 404 : 200, request, ...meanwhile);
      if (headers) await tell(200, request);
    };
    await story(tellBatch);
    await tell(404, { path: nowhere, body: { userIds: ['somebody'] } });
  };

const isThere = async (eventId: string) => (await seats.get(eventId)) !== undefined;

/** The batches make every call that single requests make. */
export const batchStories = {
  registerManyForEvent: inBatches(registrationStories.registerForEvent),
  checkInMany: inBatches(registrationStories.checkIn),
} satisfies Record<string, Story>;
