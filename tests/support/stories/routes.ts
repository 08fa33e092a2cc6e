import type { OperationId } from '../../../schemas/requests.ts';
import { batchStories } from './batches.ts';
import { eventStories } from './events.ts';
import { registrationStories } from './registrations.ts';
import { serviceStories } from './service.ts';
import type { Story } from './story.ts';
import { userStories } from './users.ts';

/** A story for each function with a route. */
export const ROUTE_STORIES: Record<OperationId, Story> = {
  ...serviceStories,
  ...eventStories,
  ...userStories,
  ...registrationStories,
  ...batchStories,
};
