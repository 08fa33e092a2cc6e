import type { OperationId } from '../../schemas/requests.ts';
import { type AccessControlled, startAccessControlled } from '../support/access/accessControlled.ts';
import { feedConsumers } from '../support/packaging/feedConsumers.ts';
import { withGateway } from '../support/packaging/httpGateway.ts';
import { PackagedService, type Surroundings } from '../support/packaging/packagedService.ts';
import {
  RECEIVER,
  tellConsumer,
  tellRedrive,
  tellRoute,
  tellTask,
} from '../support/packaging/packagedStories.ts';
import { cleanUp, npm } from '../support/servers/npmStart.ts';
import { accept, secret, withReceiver } from '../support/servers/receiver.ts';
import { CONSUMER_STORIES } from '../support/stories/consumers.ts';
import { guardedStory } from '../support/stories/guarded.ts';
import { ROUTE_STORIES } from '../support/stories/routes.ts';
import { TASK_STORIES } from '../support/stories/tasks.ts';

const WEBHOOK = { WEBHOOK_URL: `${RECEIVER}/notices`, WEBHOOK_SECRET: secret };

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
  await withReceiver(accept, async ({ environment, accepted }) => {
    const origins = { [RECEIVER]: environment.WEBHOOK_URL };
    await service.runAll({ origins }, async call => {
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
  const settings = guarded.environment;
  const unused = await tellRoute(service, operationId, ROUTE_STORIES[operationId], around);
  const story = guardedStory(operationId, guarded);
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

test('a consumer whose log Lambda may not write, whose stream it may not read, or whose records it may not put aside fails too', async () => {
  const [log, stream, ...own] = takenAway('announceCancellation');
  for (const { one, statements } of [log, stream, own.at(-1)].flatMap(taken => taken ?? [])) {
    await expect(service.run('announceCancellation', { statements })).rejects.toThrow(
      `announceCancellation lacks ${one.Action[0]} on `,
    );
  }
});
