import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { functionKeys } from './packagedFunctions.ts';
import { attributeOf, functionId, objectsOf, ofType, type Packaged } from './packaging.ts';

type ResourcesOf = () => Packaged['resources'];

const BUCKET = 'DeadRecordsBucket';

/** A schedule calls these. */
const SCHEDULED = ['auditEvent', 'releaseStaleHolds'];

/** Declares the tests of what keeps the records and calls that functions gave up. */
export function describeDeadRecords(resourcesOf: ResourcesOf): void {
  test('the bucket of dead records is named by CloudFormation, encrypted, and for nobody outside the account', () => {
    const { Properties } = resourcesOf()[BUCKET] ?? {};
    expect(Properties).not.toHaveProperty('BucketName');
    expect(Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
  });

  test('nobody reaches the bucket of dead records without TLS', () => {
    expect(resourcesOf()[`${BUCKET}Policy`]?.Properties).toMatchObject({
      Bucket: { Ref: BUCKET },
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [attributeOf(BUCKET, 'Arn'), objectsOf(BUCKET)],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
  });

  test('dead records outlive the stack, and expire before it is forgotten who was deleted', async () => {
    for (const id of [BUCKET, `${BUCKET}Policy`])
      expect(resourcesOf()[id]).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
    const [rule, ...others] = resourcesOf()[BUCKET]?.Properties.LifecycleConfiguration.Rules ?? [];
    expect(others).toEqual([]);
    expect(rule).toEqual({ Id: 'Expire', Status: 'Enabled', ExpirationInDays: 14 });
    const source = await readFile(new URL('../../../lib/repositories/deletions.ts', import.meta.url), 'utf8');
    const [, days] = /RETENTION_SECONDS = (\d+) \* 86_400/.exec(source) ?? [];
    expect(rule.ExpirationInDays).toBeLessThan(Number(days));
  });

  test('an alarm says soon that records were given up, and another one on each day on which there are some', () => {
    const bucket = { Name: 'BucketName', Value: { Ref: BUCKET } };
    const [{ Id }, ...others] = resourcesOf()[BUCKET]?.Properties.MetricsConfigurations ?? [];
    expect(others).toEqual([]);
    expect(resourcesOf().DeadRecordsAlarm?.Properties).toMatchObject({
      MetricName: 'PutRequests',
      // The bucket publishes it under this name only.
      Dimensions: [bucket, { Name: 'FilterId', Value: Id }],
      Statistic: 'Sum',
      Period: 300,
      Threshold: 0,
    });
    expect(resourcesOf().DeadRecordsLeftAlarm?.Properties).toMatchObject({
      MetricName: 'NumberOfObjects',
      Dimensions: [bucket, { Name: 'StorageType', Value: 'AllStorageTypes' }],
      Statistic: 'Average',
      // S3 counts objects once a day, and the count of the last day may not be there yet.
      Period: 24 * 60 * 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 1,
      Threshold: 0,
    });
  });

  test('what a schedule calls, and nothing else, has a queue for the calls that failed', () => {
    const called = ofType(resourcesOf(), 'AWS::Events::Rule').flatMap(([, { Properties }]) =>
      Properties.Targets.map(({ Arn }: { Arn: object }) => Arn),
    );
    expect(called).toHaveLength(SCHEDULED.length);
    expect(called).toEqual(expect.arrayContaining(SCHEDULED.map(key => attributeOf(functionId(key), 'Arn'))));
    const configured = ofType(resourcesOf(), 'AWS::Lambda::EventInvokeConfig').map(
      ([, { Properties }]) => Properties,
    );
    const destination = { OnFailure: { Destination: attributeOf('DeadTasksQueue', 'Arn') } };
    expect(configured).toHaveLength(SCHEDULED.length);
    expect(configured).toEqual(
      expect.arrayContaining(
        SCHEDULED.map(key => ({
          FunctionName: { Ref: functionId(key) },
          Qualifier: '$LATEST',
          DestinationConfig: destination,
        })),
      ),
    );
  });
}

/** Declares the test of which bundles have the clients that one task alone needs. */
export function describeClients(unpack: (key: string) => Promise<string>): void {
  test('only redriveRecords has the clients of S3 and Lambda in its bundle', async () => {
    for (const key of functionKeys) {
      const { sources } = JSON.parse(await readFile(`${fileURLToPath(await unpack(key))}.map`, 'utf8'));
      for (const client of ['client-s3', 'client-lambda'])
        expect([key, client, sources.some((path: string) => path.includes(`/@aws-sdk/${client}/`))]).toEqual([
          key,
          client,
          key === 'redriveRecords',
        ]);
    }
  });
}
