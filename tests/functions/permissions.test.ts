import type { OperationId } from '../../schemas/requests.ts';
import { withPolicedDatabase } from '../simulator/policedDatabase.ts';
import { type AccessControlled, startAccessControlled } from '../support/access/accessControlled.ts';
import { invoke } from '../support/api/invoke.ts';
import { WEBHOOK } from '../support/records/announcements.ts';
import { aUser } from '../support/records/records.ts';
import { eventStories } from '../support/stories/events.ts';
import { guardedStory } from '../support/stories/guarded.ts';
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

let service: AccessControlled;
beforeAll(async () => {
  // What is prepared goes to the database itself: a client keeps the address that it met at its first call.
  await aUser();
  service = await startAccessControlled();
});

/** Tells a story to a function, and returns the grants that it has and those that it used. */
async function grantsIn(operationId: string, story: Story, settings: Record<string, string>) {
  const told = { granted: new Set<string>(), used: new Set<string>() };
  await withPolicedDatabase(
    operationId,
    async (run, { granted, used }) => {
      await story(async (status, request, ...meanwhile) => {
        expect(await run(handler => invoke(handler, request), ...meanwhile)).toMatchObject({ status });
      });
      Object.assign(told, { granted: new Set(granted), used });
    },
    settings,
  );
  return told;
}

test.each(Object.entries(STORIES) as [OperationId, Story][])(
  '%s may send every call that it makes, with access control and without, and its role allows no other',
  async (operationId, story) => {
    const open = await grantsIn(operationId, story, WEBHOOK);
    const settings = { ...WEBHOOK, ...service.environment };
    const guarded = await grantsIn(operationId, guardedStory(operationId, service), settings);
    expect([...new Set([...open.used, ...guarded.used])].sort()).toEqual([...open.granted].sort());
  },
);
