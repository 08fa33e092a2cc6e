import { attributeOf, functionId, ofType, type Packaged } from './packaging.ts';

/** Of a stream's records, those that match one of these are given to the function; without any, all are. */
type Filters = object[] | undefined;

const ADDED: Filters = [{ eventName: ['INSERT'] }];

/** The tables whose changes each function reads, and which ones. */
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
  recordHistory: { Registrations: undefined },
  announceCancellation: {
    Seats: [{ eventName: ['MODIFY'], dynamodb: { NewImage: { status: { S: ['cancelled'] } } } }],
  },
  sendNotices: { History: ADDED, Announcements: ADDED },
};

/** The functions that read streams, or a queue. */
export const consumerKeys = [...Object.keys(STREAMS), 'resendNotices'];

const KEPT_IN_STREAM_SECONDS = 24 * 60 * 60;

const allow = (Action: string[], Resource: object[]) => ({ Effect: 'Allow', Action, Resource });

const READ_STREAM = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'];
const READ_QUEUE = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** What a role gets by itself, for what its function reads from. */
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

/** Declares the tests of what feeds the consumers, and of where that goes which they cannot handle. */
export function describeConsumers(resourcesOf: () => Packaged['resources']): void {
  const mappings = () =>
    ofType(resourcesOf(), 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
  const mappingOf = (key: string, source: object) => {
    const of = (value: unknown) => JSON.stringify(value);
    const found = mappings().filter(
      ({ FunctionName, EventSourceArn }) =>
        of(FunctionName) === of(attributeOf(functionId(key), 'Arn')) && of(EventSourceArn) === of(source),
    );
    expect(found).toHaveLength(1);
    return found[0];
  };

  test('each stream and each queue has its consumers, and no others', () => {
    expect(mappings()).toHaveLength(expectedStreams.length + 1);
  });

  test.each(expectedStreams)(
    '$key reads the stream of $table from its beginning: what fails is reported by record, tried again a finite time, and then put aside',
    ({ key, table, filters }) => {
      const { FilterCriteria, ...mapping } = mappingOf(key, attributeOf(`${table}Table`, 'StreamArn'));
      expect(mapping).toMatchObject({
        Enabled: true,
        StartingPosition: 'TRIM_HORIZON',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BisectBatchOnFunctionError: true,
        DestinationConfig: { OnFailure: { Destination: attributeOf('DeadRecordsQueue', 'Arn') } },
      });
      expect(mapping.MaximumRetryAttempts).toBeGreaterThan(0);
      expect(mapping.MaximumRecordAgeInSeconds).toBeGreaterThan(0);
      // Behind a record that fails for as long as a stream keeps records, others would be lost.
      expect(mapping.MaximumRecordAgeInSeconds).toBeLessThanOrEqual(KEPT_IN_STREAM_SECONDS / 4);
      const patterns = FilterCriteria?.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern));
      expect(patterns).toEqual(filters);
    },
  );

  test('resendNotices takes late notices from their queue, and reports those that fail one by one', () => {
    expect(mappingOf('resendNotices', attributeOf('LateNoticesQueue', 'Arn'))).toMatchObject({
      Enabled: true,
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  const timeoutOf = (key: string): number => resourcesOf()[functionId(key)]?.Properties.Timeout;

  test('what was given up is kept for two weeks: notices that were tried a finite number of times, and places in streams', () => {
    const queues = ofType(resourcesOf(), 'AWS::SQS::Queue');
    const properties = Object.fromEntries(queues.map(([id, { Properties }]) => [id, Properties]));
    expect(Object.keys(properties).sort()).toEqual([
      'DeadNoticesQueue',
      'DeadRecordsQueue',
      'LateNoticesQueue',
    ]);
    expect(properties.LateNoticesQueue).toMatchObject({
      QueueName: 'event-management-api-prod-late-notices',
      RedrivePolicy: { deadLetterTargetArn: attributeOf('DeadNoticesQueue', 'Arn'), maxReceiveCount: 40 },
    });
    for (const id of ['DeadNoticesQueue', 'DeadRecordsQueue']) {
      expect(properties[id].MessageRetentionPeriod).toBe(14 * 24 * 60 * 60);
    }
    // As AWS advises: a notice that is being sent does not come a second time.
    expect(properties.LateNoticesQueue.VisibilityTimeout).toBeGreaterThanOrEqual(
      6 * timeoutOf('resendNotices'),
    );
    // What redriveRecords has taken it does not take again in the same run.
    expect(properties.DeadRecordsQueue.VisibilityTimeout).toBeGreaterThanOrEqual(timeoutOf('redriveRecords'));
  });
}
