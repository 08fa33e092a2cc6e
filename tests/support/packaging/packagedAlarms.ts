import { textOf } from '../documents/documents.ts';
import { streamConsumerKeys } from './packagedConsumers.ts';
import { functionId, ofType, PARAMS, type Packaged, type Resource } from './packaging.ts';
import { expectPublished } from './publishedMetrics.ts';

type Resources = Packaged['resources'];
type ResourcesOf = () => Resources;
type Reference = { Ref: string } | { 'Fn::GetAtt': [id: string, name: string] };
type Dimension = { Name: string; Value: string | Reference };
type Metric = { Namespace: string; MetricName: string; Dimensions?: Dimension[] };
type MetricOfMath = {
  Id: string;
  ReturnData?: boolean;
  Expression?: string;
  MetricStat?: { Metric: Metric; Stat: string; Period: number };
};

const alarmsIn = (resources: Resources) => ofType(resources, 'AWS::CloudWatch::Alarm');

const STAGE = 'event-management-api-prod';
const nameOf = ({ Properties }: Resource): string => Properties.AlarmName.replace(`${STAGE}-`, '');

function alarmNamed(resources: Resources, name: string): Resource['Properties'] {
  const found = alarmsIn(resources).filter(([, alarm]) => nameOf(alarm) === name);
  expect(found).toHaveLength(1);
  return found[0]?.[1].Properties;
}

/** The metrics of an alarm, each with its period. */
function metricsOf({ Metrics, ...alarm }: Resource['Properties']): (Metric & { period: number })[] {
  if (!Metrics) return [{ ...alarm, period: alarm.Period }];
  return Metrics.flatMap(({ MetricStat }: MetricOfMath) =>
    MetricStat ? [{ ...MetricStat.Metric, period: MetricStat.Period }] : [],
  );
}

const idIn = (value: string | Reference): string => {
  if (typeof value === 'string') return value;
  return 'Ref' in value ? value.Ref : value['Fn::GetAtt'][0];
};

/** The values of the dimensions of a metric, with the ids of resources for references. */
const valuesIn = ({ Dimensions = [] }: Metric): string[] => Dimensions.map(({ Value }) => idIn(Value));

const dayInSeconds = 24 * 60 * 60;

/** Declares the tests of the alarms. */
export function describeAlarms(resourcesOf: ResourcesOf): void {
  test('every alarm tells the topic when it begins and when it is over, and says what it is about', () => {
    expect(alarmsIn(resourcesOf()).length).toBeGreaterThan(20);
    for (const [, { Properties }] of alarmsIn(resourcesOf())) {
      expect(Properties).toMatchObject({
        AlarmName: expect.stringMatching(`^${STAGE}-[A-Za-z-]+$`),
        AlarmDescription: expect.stringMatching(/^[A-Za-z][ -~]{20,}\.$/),
        AlarmActions: [{ Ref: 'AlarmTopic' }],
        OKActions: [{ Ref: 'AlarmTopic' }],
      });
    }
  });

  test('every alarm is on metrics that are published, of resources that the template has', () => {
    const resources = resourcesOf();
    for (const metric of alarmsIn(resources).flatMap(([, { Properties }]) => metricsOf(Properties))) {
      const { Dimensions = [] } = metric;
      expectPublished({ ...metric, dimensions: Dimensions.map(({ Name }) => Name) });
      for (const { Value } of Dimensions)
        if (typeof Value === 'object') expect(resources).toHaveProperty(idIn(Value));
    }
  });

  test('every alarm keeps the limits of CloudWatch', () => {
    for (const [, { Properties }] of alarmsIn(resourcesOf())) {
      const metrics = metricsOf(Properties);
      const [period = 0, ...others] = new Set(metrics.map(one => one.period));
      expect(others).toEqual([]);
      expect(metrics.length).toBeLessThanOrEqual(10);
      expect(period * Properties.EvaluationPeriods).toBeLessThanOrEqual(
        period < 3600 ? dayInSeconds : 7 * dayInSeconds,
      );
      expectOneResult(Properties.Metrics);
    }
  });

  test('only a task that did not run breaches by having no metric', () => {
    const breaching = alarmsIn(resourcesOf()).filter(
      ([, { Properties }]) => Properties.TreatMissingData === 'breaching',
    );
    expect(breaching.map(([, alarm]) => nameOf(alarm)).sort()).toEqual(['audit-missing', 'stale-holds']);
    for (const [, { Properties }] of alarmsIn(resourcesOf()))
      expect(['breaching', 'notBreaching']).toContain(Properties.TreatMissingData);
  });

  test('docs/operate.md has a row for each alarm and no other, and tells how many metrics they pay for', () => {
    const text = textOf('docs/operate.md');
    const alarms = alarmsIn(resourcesOf());
    const rows = /^\| alarm \|.*?\n\n/ms.exec(text)?.[0] ?? '';
    const named = [...rows.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, names = '']) =>
      [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    expect(named.sort()).toEqual(alarms.map(([, alarm]) => nameOf(alarm)).sort());
    const paidFor = alarms.flatMap(([, { Properties }]) => metricsOf(Properties)).length;
    const [, count, metrics] = /(\d+) alarms have (\d+) metrics/.exec(text) ?? [];
    expect([Number(count), Number(metrics)]).toEqual([alarms.length, paidFor]);
  });

  describeWatched(resourcesOf);
}

/** An alarm on an expression returns that, and the expression names no metric that the alarm does not have. */
function expectOneResult(metrics: MetricOfMath[] = []): void {
  const results = metrics.filter(({ ReturnData }) => ReturnData !== false);
  if (metrics.length === 0) return;
  expect(results).toHaveLength(1);
  const { Expression = '' } = results[0] ?? {};
  const ids = metrics.flatMap(({ Id, MetricStat }) => (MetricStat ? [Id] : []));
  const named = [...new Set(Expression.match(/\b[a-z]\w*/g) ?? [])];
  expect(named.sort()).toEqual(Expression.includes('METRICS()') ? [] : ids.sort());
}

function describeWatched(resourcesOf: ResourcesOf): void {
  test.each(streamConsumerKeys)('an alarm says when %s is five minutes behind its streams', key => {
    expect(alarmNamed(resourcesOf(), `lag-${key}`)).toMatchObject({
      MetricName: 'IteratorAge',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: functionId(key) } }],
      Threshold: 5 * 60 * 1000,
    });
  });

  test('alarms say when a queue of what was given up has a message', () => {
    for (const [name, queue] of [
      ['dead-notices', 'DeadNoticesQueue'],
      ['dead-tasks', 'DeadTasksQueue'],
    ] as const) {
      const alarm = alarmNamed(resourcesOf(), name);
      expect(alarm).toMatchObject({ MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 });
      expect(valuesIn(alarm)).toEqual([queue]);
    }
  });

  test('alarms see each throttled read and write of every table and every global index, once', () => {
    const resources = resourcesOf();
    const watched = alarmsIn(resources)
      .filter(([, alarm]) => nameOf(alarm).startsWith('dynamodb-throttles-'))
      .flatMap(([, { Properties }]) => metricsOf(Properties))
      .map(metric => [metric.MetricName, ...valuesIn(metric)].join(' '));
    const tables = ofType(resources, 'AWS::DynamoDB::Table').flatMap(([id, { Properties }]) => [
      id,
      ...(Properties.GlobalSecondaryIndexes ?? []).map(
        ({ IndexName }: { IndexName: string }) => `${id} ${IndexName}`,
      ),
    ]);
    const all = tables.flatMap(table => [`ReadThrottleEvents ${table}`, `WriteThrottleEvents ${table}`]);
    expect(watched.sort()).toEqual(all.sort());
  });

  test('the alarm on errors of DynamoDB is on calls that registerForEvent may make', () => {
    const resources = resourcesOf();
    const [policy] = resources.RegisterForEventIamRoleLambdaExecution?.Properties.Policies ?? [];
    const statements: { Action: string[]; Resource: object[] }[] = policy.PolicyDocument.Statement;
    const granted = statements.flatMap(({ Action, Resource }) =>
      Action.map(action => `${action.replace('dynamodb:', '')} ${JSON.stringify(Resource)}`),
    );
    const calls = metricsOf(alarmNamed(resources, 'dynamodb-errors')).map(valuesIn);
    for (const [table, operation = ''] of calls) {
      const actions = operation === 'TransactWriteItems' ? ['UpdateItem', 'PutItem'] : [operation];
      expect(
        granted.filter(one => actions.some(action => one.startsWith(`${action} [{"Fn::GetAtt":["${table}"`))),
      ).not.toEqual([]);
    }
  });
}

type Parameters = Pick<Packaged, 'resources' | 'parameters' | 'conditions'> & {
  unset: Packaged['parameters'];
};

/** Declares the tests of what is deployed only when a parameter is passed. */
export function describeParameters(parametersOf: () => Parameters): void {
  test('the topic is subscribed to when alarmEmail is passed, and there is a budget when monthlyBudget is', () => {
    const { resources, parameters, conditions, unset } = parametersOf();
    expect(parameters).toMatchObject({
      AlarmEmail: { Default: PARAMS.alarmEmail },
      MonthlyBudget: { Default: PARAMS.monthlyBudget },
    });
    expect(unset).toMatchObject({ AlarmEmail: { Default: '' }, MonthlyBudget: { Default: '0' } });
    expect(conditions).toEqual({
      HasAlarmEmail: differs('AlarmEmail', ''),
      HasMonthlyBudget: differs('MonthlyBudget', '0'),
    });
    expect(resources.AlarmSubscription).toMatchObject({
      Condition: 'HasAlarmEmail',
      Properties: { TopicArn: { Ref: 'AlarmTopic' }, Protocol: 'email', Endpoint: { Ref: 'AlarmEmail' } },
    });
    expect(resources.Budget).toMatchObject({
      Condition: 'HasMonthlyBudget',
      Properties: { Budget: { BudgetLimit: { Amount: { Ref: 'MonthlyBudget' }, Unit: 'USD' } } },
    });
  });

  test('alarms and budgets of this account may publish to the topic, and nobody else', () => {
    expect(parametersOf().resources.AlarmTopicPolicy?.Properties.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'] },
        Action: 'sns:Publish',
        Resource: { Ref: 'AlarmTopic' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });
}

const differs = (parameter: string, value: string) => ({
  'Fn::Not': [{ 'Fn::Equals': [{ Ref: parameter }, value] }],
});
