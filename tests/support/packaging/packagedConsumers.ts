import { isDeepStrictEqual } from 'node:util';
import { attributeOf, functionId, ofType, type Packaged } from './packaging.ts';

/** A function is given the records of a stream that match one of its filters. */
type Filters = object[];

const ADDED: Filters = [{ eventName: ['INSERT'] }];

/** The tables whose changes each function reads, with the filters. */
const STREAMS: Record<string, Record<string, Filters>> = {
  settleEvent: {
    Seats: [
      { eventName: ['MODIFY'], dynamodb: { NewImage: { status: { S: ['deleted'] } } } },
      {
        eventName: ['MODIFY'],
        dynamodb: {
          NewImage: { status: { S: ['active'] } },
          OldImage: { status: { S: [{ 'anything-but': ['active'] }] } },
        },
      },
      { eventName: ['MODIFY'], dynamodb: { NewImage: { redatedAt: { S: [{ exists: true }] } } } },
      {
        eventName: ['MODIFY'],
        dynamodb: {
          NewImage: { status: { S: ['active'] }, waitlistCount: { N: [{ 'anything-but': ['0'] }] } },
        },
      },
    ],
    Registrations: [
      { eventName: ['INSERT'], dynamodb: { NewImage: { status: { S: ['waitlisted'] } } } },
      { eventName: ['INSERT'], dynamodb: { NewImage: { userId: { S: [{ prefix: 'deleted-' }] } } } },
    ],
  },
  removeDeletedUser: {
    Users: [
      { eventName: ['MODIFY'], dynamodb: { NewImage: { deletedAt: { S: [{ exists: true }] } } } },
      { eventName: ['REMOVE'], dynamodb: { OldImage: { anonymousId: { S: [{ exists: true }] } } } },
    ],
  },
  recordHistory: {
    Registrations: [
      { eventName: ['INSERT', 'REMOVE'] },
      { eventName: ['MODIFY'], dynamodb: { NewImage: { promotedAt: { S: [{ exists: true }] } } } },
      { eventName: ['MODIFY'], dynamodb: { NewImage: { checkInChangedAt: { S: [{ exists: true }] } } } },
    ],
  },
  announceCancellation: {
    Seats: [{ eventName: ['MODIFY'], dynamodb: { NewImage: { status: { S: ['cancelled'] } } } }],
  },
  sendNotices: { History: ADDED, Announcements: ADDED },
};

/** These have nothing to do without a webhook. */
const FOR_WEBHOOK = ['announceCancellation', 'resendNotices', 'sendNotices'];

/** The functions that read streams. */
export const streamConsumerKeys = Object.keys(STREAMS);

/** The functions that read streams or a queue. */
export const consumerKeys = [...streamConsumerKeys, 'resendNotices'];

const STREAM_RETENTION_SECONDS = 24 * 60 * 60;

const allow = (Action: string[], Resource: object[]) => ({ Effect: 'Allow', Action, Resource });

const READ_STREAM = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'];
const READ_QUEUE = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** The statements that a role gets for the sources of its function. */
export function grantedToRead(key: string): object[] {
  const streams = Object.keys(STREAMS[key] ?? {}).map(table => attributeOf(`${table}Table`, 'StreamArn'));
  if (streams.length > 0)
    return [
      allow(
        READ_STREAM.map(action => `dynamodb:${action}`),
        streams,
      ),
    ];
  if (key !== 'resendNotices') return [];
  return [
    allow(
      READ_QUEUE.map(action => `sqs:${action}`),
      [attributeOf('LateNoticesQueue', 'Arn')],
    ),
  ];
}

const expectedStreams = Object.entries(STREAMS).flatMap(([key, tables]) =>
  Object.entries(tables).map(([table, filters]) => ({ key, table, filters })),
);

type ResourcesOf = () => Packaged['resources'];

/** Declares the tests of the sources of consumers, and of the queues for what consumers cannot handle. */
export function describeConsumers(resourcesOf: ResourcesOf): void {
  test('each stream and each queue has its consumers, and no others', () => {
    expect(mappingsIn(resourcesOf())).toHaveLength(expectedStreams.length + 1);
  });
  describeStreams(resourcesOf);
  describeQueues(resourcesOf);
}

const mappingsIn = (resources: Packaged['resources']) =>
  ofType(resources, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);

/** The only mapping from a source to a function. */
function mappingOf(resources: Packaged['resources'], key: string, source: object) {
  const target = attributeOf(functionId(key), 'Arn');
  const found = mappingsIn(resources).filter(
    ({ FunctionName, EventSourceArn }) =>
      isDeepStrictEqual(FunctionName, target) && isDeepStrictEqual(EventSourceArn, source),
  );
  expect(found).toHaveLength(1);
  return found[0];
}

/** Declares the tests of the sources of consumers in a stage without a webhook. */
export function describeIdleConsumers(resourcesOf: ResourcesOf): void {
  test.each(consumerKeys)('without a webhook %s reads its sources only if it has something to do', key => {
    const own = mappingsIn(resourcesOf()).filter(({ FunctionName }) =>
      isDeepStrictEqual(FunctionName, attributeOf(functionId(key), 'Arn')),
    );
    expect(own).toHaveLength(Object.keys(STREAMS[key] ?? { queue: [] }).length);
    for (const { Enabled } of own) expect(Enabled).toBe(!FOR_WEBHOOK.includes(key));
  });
}

function describeStreams(resourcesOf: ResourcesOf): void {
  test.each(expectedStreams)(
    '$key reads the stream of $table from its beginning. Failures are reported by record, retried a finite number of times, and put aside',
    ({ key, table, filters }) => {
      const source = attributeOf(`${table}Table`, 'StreamArn');
      const { FilterCriteria, ...mapping } = mappingOf(resourcesOf(), key, source);
      expect(mapping).toMatchObject({
        Enabled: true,
        StartingPosition: 'TRIM_HORIZON',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BisectBatchOnFunctionError: true,
        DestinationConfig: { OnFailure: { Destination: attributeOf('DeadRecordsBucket', 'Arn') } },
      });
      expect(mapping.MaximumRetryAttempts).toBeGreaterThan(0);
      expect(mapping.MaximumRecordAgeInSeconds).toBeGreaterThan(0);
      // A record that fails as long as a stream keeps records would make the records behind it be lost.
      expect(mapping.MaximumRecordAgeInSeconds).toBeLessThanOrEqual(STREAM_RETENTION_SECONDS / 4);
      const patterns = FilterCriteria?.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern));
      expect(patterns).toEqual(filters);
    },
  );
}

function describeQueues(resourcesOf: ResourcesOf): void {
  const queueOf = (id: string) => resourcesOf()[id]?.Properties;
  const timeoutOf = (key: string): number => resourcesOf()[functionId(key)]?.Properties.Timeout;

  test('resendNotices reads late notices from their queue, and reports each notice that fails', () => {
    const source = attributeOf('LateNoticesQueue', 'Arn');
    expect(mappingOf(resourcesOf(), 'resendNotices', source)).toMatchObject({
      Enabled: true,
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('notices and calls of tasks that failed too often are kept for two weeks', () => {
    const ids = ofType(resourcesOf(), 'AWS::SQS::Queue').map(([id]) => id);
    expect(ids.sort()).toEqual(['DeadNoticesQueue', 'DeadTasksQueue', 'LateNoticesQueue']);
    expect(queueOf('LateNoticesQueue')).toMatchObject({
      QueueName: 'event-management-api-prod-late-notices',
      RedrivePolicy: { deadLetterTargetArn: attributeOf('DeadNoticesQueue', 'Arn'), maxReceiveCount: 40 },
    });
    for (const id of ['DeadNoticesQueue', 'DeadTasksQueue'])
      expect(queueOf(id).MessageRetentionPeriod).toBe(14 * 24 * 60 * 60);
    // AWS advises this timeout, so that a notice is not delivered again while it is being sent.
    expect(queueOf('LateNoticesQueue').VisibilityTimeout).toBeGreaterThanOrEqual(
      6 * timeoutOf('resendNotices'),
    );
  });
}
