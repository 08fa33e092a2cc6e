import type { OperationId } from '../../../schemas/requests.ts';
import { type Objects, withBucket } from '../../simulator/fakeBucket.ts';
import { type Invoke, withLambda } from '../../simulator/fakeLambda.ts';
import { withParameters } from '../../simulator/fakeParameters.ts';
import { withQueue } from '../../simulator/fakeQueue.ts';
import { invoke } from '../api/invoke.ts';
import { anyRecords, deadRecordsKey, invocationRecord } from '../records/deadRecords.ts';
import { ALL_SENT } from '../records/notices.ts';
import { PUBLIC_URL, type React, type Receiver, secret, withReceiver } from '../servers/receiver.ts';
import { CONSUMER_STORIES } from '../stories/consumers.ts';
import type { Story } from '../stories/story.ts';
import { TASK_STORIES } from '../stories/tasks.ts';
import type { PackagedService, RunningFunction, Surroundings } from './packagedService.ts';

/** The proxy judges calls. What stands behind it refuses none. */
const letPass = () => undefined;

/** Runs a function. Returns the permissions that it did not need. */
async function unusedAfter(
  service: PackagedService,
  key: string,
  around: Surroundings,
  work: (running: RunningFunction) => Promise<void>,
): Promise<string[]> {
  const running = await service.run(key, around);
  try {
    await work(running);
    return running.unused();
  } finally {
    await running.stop();
  }
}

/** Tells a story to the function of a route. Returns the permissions that it did not need. */
export const tellRoute = (
  service: PackagedService,
  operationId: OperationId,
  story: Story,
  around: Surroundings = {},
): Promise<string[]> =>
  unusedAfter(service, operationId, around, running =>
    story(async (status, request, ...meanwhile) => {
      const handler = Object.assign((event: unknown) => running.invoke(event, ...meanwhile), { operationId });
      expect(await invoke(handler, request)).toMatchObject({ status });
    }),
  );

/** Tells its story to a consumer. Returns the permissions that it did not need. */
export const tellConsumer = (service: PackagedService, key: string): Promise<string[]> =>
  beforeRefusal(service, key, running =>
    CONSUMER_STORIES[key]?.(async (Records, ...meanwhile) => {
      expect(await running.invoke({ Records }, ...meanwhile)).toEqual(ALL_SENT);
    }),
  );

/** Tells its story to a function that people, a schedule or a queue call. */
export const tellTask = (service: PackagedService, key: string): Promise<string[]> =>
  beforeRefusal(service, key, running =>
    TASK_STORIES[key]?.(async (event, answer) => {
      expect(await running.invoke(event)).toEqual(answer);
    }),
  );

/** Runs a function beside a queue, and a receiver that accepts nothing and outlasts all patience. */
function beforeRefusal(
  service: PackagedService,
  key: string,
  work: (running: RunningFunction) => Promise<void> | undefined,
): Promise<string[]> {
  const { promise: running, resolve: started } = Promise.withResolvers<RunningFunction>();
  const refuse = async () => {
    await (await running).setAhead(20_000);
    return 500;
  };
  return withDeployedWebhook(service, refuse, ({ origins, upstreams }) =>
    withQueue(({ environment: { AWS_ENDPOINT_URL_SQS: sqs } }) =>
      unusedAfter(service, key, { origins, upstreams: { ...upstreams, sqs } }, async one => {
        started(one);
        await work(one);
      }),
    ),
  );
}

/** Runs `work` with a receiver of notices at PUBLIC_URL, and the parameter that has its secret. */
export function withDeployedWebhook<Result>(
  service: PackagedService,
  react: React,
  work: (around: Surroundings, receiver: Receiver) => Promise<Result>,
): Promise<Result> {
  const { WEBHOOK_SECRET_PARAMETER: name = '' } = service.functionAt('sendNotices').environment;
  return withReceiver(react, receiver =>
    withParameters({ [name]: secret }, ({ environment: { AWS_ENDPOINT_URL_SSM: ssm } }) =>
      work({ upstreams: { ssm }, origins: { [PUBLIC_URL]: receiver.environment.WEBHOOK_URL } }, receiver),
    ),
  );
}

/** Has redriveRecords call each consumer of a stream. Returns the permissions that it did not need. */
export async function tellRedrive(service: PackagedService): Promise<string[]> {
  const names = Object.keys(CONSUMER_STORIES).map(key => service.functionAt(key).name);
  const objects: Objects = new Map(
    names.map((name, second) => [
      deadRecordsKey(second),
      JSON.stringify(invocationRecord(name, anyRecords('1'))),
    ]),
  );
  const called: string[] = [];
  const handle: Invoke = async name => {
    called.push(name);
    return ALL_SENT;
  };
  const unused = await withLambda(handle, letPass, lambda =>
    withBucket(objects, letPass, s3 =>
      unusedAfter(service, 'redriveRecords', { upstreams: { lambda, s3 } }, async running => {
        const answer = { handled: names.length, failed: 0, isComplete: true };
        expect(await running.invoke({})).toEqual(answer);
      }),
    ),
  );
  expect({ called, left: [...objects.keys()] }).toEqual({ called: names, left: [] });
  return unused;
}
