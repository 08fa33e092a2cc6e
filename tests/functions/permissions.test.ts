import type { OperationId } from '../../schemas/requests.ts';
import { withPolicedDatabase } from '../simulator/policedDatabase.ts';
import { invoke } from '../support/api/invoke.ts';
import { WEBHOOK } from '../support/records/announcements.ts';
import { aUser } from '../support/records/records.ts';
import { eventStories } from '../support/stories/events.ts';
import { registrationStories } from '../support/stories/registrations.ts';
import { serviceStories } from '../support/stories/service.ts';
import type { Story } from '../support/stories/story.ts';
import { userStories } from '../support/stories/users.ts';

const STORIES: Record<OperationId, Story> = {
  ...serviceStories,
  ...eventStories,
  ...userStories,
  ...registrationStories,
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
