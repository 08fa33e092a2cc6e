import type { OperationId } from '../../schemas/requests.ts';
import { type AccessControlled, startAccessControlled } from '../support/access/accessControlled.ts';
import { feedConsumers } from '../support/packaging/feedConsumers.ts';
import { withGateway } from '../support/packaging/httpGateway.ts';
import { PackagedService, type Surroundings } from '../support/packaging/packagedService.ts';
import {
  tellConsumer,
  tellRedrive,
  tellRoute,
  tellTask,
  withDeployedWebhook,
} from '../support/packaging/packagedStories.ts';
import { cleanUp, npm } from '../support/servers/npmStart.ts';
import { accept, PUBLIC_URL } from '../support/servers/receiver.ts';
import { CONSUMER_STORIES } from '../support/stories/consumers.ts';
import { guardedStory } from '../support/stories/guarded.ts';
import { ROUTE_STORIES } from '../support/stories/routes.ts';
import { TASK_STORIES } from '../support/stories/tasks.ts';

const WEBHOOK = { WEBHOOK_URL: `${PUBLIC_URL}/notices` };

/** The tables of this test file have the name of its stage in theirs. */
const [, STAGE = ''] = /-(test[\da-f]+)-/.exec(process.env.EVENTS_TABLE ?? '') ?? [];

let service: PackagedService;
let guarded: AccessControlled;
beforeAll(async () => {
  service = await PackagedService.start(STAGE, WEBHOOK);
  guarded = await startAccessControlled();
}, 300_000);
afterAll(async () => {
  await cleanUp();
  service.stop();
});

test('the walk-through works on zips alone, each of which may only do what its role allows', async () => {
  await withDeployedWebhook(service, accept, async (around, { accepted }) => {
    await service.runAll(around, async call => {
      await withGateway(service.packaged.resources, call, async url => {
        const smoke = npm(['run', '-s', 'smoke', '--', url], {});
        expect({ code: await smoke.ended, printed: smoke.printed() }).toMatchObject({ code: 0 });
      });
      await feedConsumers(service.functions.values(), call);
      expect(await call('auditEvent', {})).toMatchObject({
        eventsChecked: 0,
        violations: [],
        isComplete: true,
      });
    });
    const changes = ['promoted', 'registered', 'removed', 'unregistered', 'waitlisted'];
    expect(
      accepted()
        .map(({ notice }) => notice.type)
        .sort(),
    ).toEqual(['event.deleted', ...changes.map(change => `registration.${change}`)]);
  });
});

test('every function has a story', () => {
  const told = [ROUTE_STORIES, CONSUMER_STORIES, TASK_STORIES].flatMap(stories => Object.keys(stories));
  expect([...service.functions.keys()].sort()).toEqual([...told, 'redriveRecords'].sort());
});

test.each(Object.keys(TASK_STORIES))(
  '%s may send every call that it makes, and its role allows no other',
  async key => expect(await tellTask(service, key)).toEqual([]),
);

test.each(Object.keys(CONSUMER_STORIES))(
  '%s may send every call that it makes, and its role allows no other',
  async key => expect(await tellConsumer(service, key)).toEqual([]),
);

test('redriveRecords may send every call that it makes, and its role allows no other', async () => {
  expect(await tellRedrive(service)).toEqual([]);
});

/** Tells the stories of the function of a route. Returns the permissions that it did not need in any of them. */
async function tellStories(operationId: OperationId, around: Surroundings = {}): Promise<string[]> {
  const unused = await tellRoute(service, operationId, ROUTE_STORIES[operationId], around);
  const story = guardedStory(operationId, guarded);
  if (!story) return unused;
  const settings = guarded.environment;
  const alsoUnused = await tellRoute(service, operationId, story, { ...around, settings });
  return unused.filter(permission => alsoUnused.includes(permission));
}

test.each(Object.keys(ROUTE_STORIES) as OperationId[])(
  '%s may send every call that it makes, with access control and without, and its role allows no other',
  async operationId => expect(await tellStories(operationId)).toEqual([]),
);

/** The statements of a function, each with those that are left without it. */
const takenAway = (key: string) => {
  const { statements } = service.functionAt(key);
  return statements.map(one => ({ one, statements: statements.filter(other => other !== one) }));
};

test('a call that the role does not allow fails, and the failure names the function, the action and the resource', async () => {
  const own = takenAway('createUser').filter(({ one }) => one.Action[0]?.startsWith('dynamodb:'));
  expect(own).toHaveLength(4);
  for (const { one, statements } of own) {
    await expect(tellStories('createUser', { statements })).rejects.toThrow(
      `createUser lacks ${one.Action[0]} on ${one.Resource[0]}`,
    );
  }
});

/** The statements for what Lambda does in the name of a function, in place of its code. */
const FOR_LAMBDA: Record<string, string[]> = {
  announceCancellation: [
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'dynamodb:GetRecords',
    's3:ListBucket',
    's3:PutObject',
  ],
  releaseStaleHolds: ['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:SendMessage'],
};

test.each(Object.entries(FOR_LAMBDA))(
  '%s fails too when Lambda may not do something that it does in its name',
  async (key, actions) => {
    for (const action of actions) {
      const [taken] = takenAway(key).filter(({ one }) => one.Action.includes(action));
      await expect(service.run(key, { statements: taken?.statements })).rejects.toThrow(
        `${key} lacks ${action} on `,
      );
    }
  },
);
