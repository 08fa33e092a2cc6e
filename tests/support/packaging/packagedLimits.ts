import { consumerKeys } from './packagedConsumers.ts';
import { functionId, ofType, type Packaged } from './packaging.ts';

type ResourcesOf = () => Packaged['resources'];

/** Lists, searches, histories and calendars. */
const LISTS = [
  '/events',
  '/users',
  '/events/{eventId}/registrations',
  '/users/{userId}/registrations',
  '/events/{eventId}/history',
  '/users/{userId}/history',
  '/events/{eventId}/calendar.ics',
  '/users/{userId}/calendar.ics',
];
const LIST_ROUTES = LISTS.flatMap(path => [`GET ${path}`, `HEAD ${path}`]);

const throttle = (rate: number, burst: number) => ({
  DetailedMetricsEnabled: false,
  ThrottlingRateLimit: rate,
  ThrottlingBurstLimit: burst,
});

type Throttles = { request: [rate: number, burst: number]; list: [rate: number, burst: number] };

function expectThrottles(resources: Packaged['resources'], { request, list }: Throttles): void {
  const { DependsOn = [], Properties } = resources.HttpApiStage ?? {};
  expect(Properties).toMatchObject({
    DefaultRouteSettings: throttle(...request),
    RouteSettings: Object.fromEntries(LIST_ROUTES.map(route => [route, throttle(...list)])),
  });
  expect(Object.keys(Properties.RouteSettings)).toHaveLength(LIST_ROUTES.length);
  const keys = DependsOn.map(id => resources[id]?.Properties.RouteKey);
  expect(keys.sort()).toEqual(LIST_ROUTES.sort());
}

const concurrencies = (resources: Packaged['resources']) =>
  Object.fromEntries(
    ofType(resources, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) =>
      'ReservedConcurrentExecutions' in Properties ? [[id, Properties.ReservedConcurrentExecutions]] : [],
    ),
  );

/** Declares the tests of the limits that a stage has by default. */
export function describeDefaultLimits(resourcesOf: ResourcesOf): void {
  test('each route takes 2,000 requests a second, and a list 200, once the gateway has their routes', () => {
    expectThrottles(resourcesOf(), { request: [2000, 1000], list: [200, 400] });
  });

  test('no table is capped, and no function reserves concurrency', () => {
    expect(JSON.stringify(resourcesOf())).not.toContain('OnDemandThroughput');
    expect(concurrencies(resourcesOf())).toEqual({});
  });
}

/** These parameters set limits. */
export const LIMITS = [
  'requestRate=50',
  'requestBurst=60',
  'listRate=5',
  'listBurst=7',
  'consumerConcurrency=4',
  'eventsMaxReads=100',
  'holdOutcomesMaxReads=300',
  'holdOutcomesMaxWrites=200',
];

/** Declares the tests of a stage that was packaged with those parameters. */
export function describeLimits(resourcesOf: ResourcesOf): void {
  test('parameters throttle routes', () => {
    expectThrottles(resourcesOf(), { request: [50, 60], list: [5, 7] });
  });

  test('a parameter reserves concurrency for each consumer, and for no other function', () => {
    expect(concurrencies(resourcesOf())).toEqual(
      Object.fromEntries(consumerKeys.map(key => [functionId(key), 4])),
    );
  });

  test('parameters cap the tables that they name, with their indexes, and no others', () => {
    const capped = ofType(resourcesOf(), 'AWS::DynamoDB::Table').flatMap(([id, { Properties }]) =>
      [Properties, ...(Properties.GlobalSecondaryIndexes ?? [])].flatMap(
        ({ IndexName = 'the table', OnDemandThroughput }) =>
          OnDemandThroughput ? [[id, IndexName, OnDemandThroughput]] : [],
      ),
    );
    expect(capped).toEqual([
      ['EventsTable', 'the table', { MaxReadRequestUnits: 100 }],
      ['EventsTable', 'byDate', { MaxReadRequestUnits: 100 }],
      ['EventsTable', 'byStatus', { MaxReadRequestUnits: 100 }],
      ['EventsTable', 'bySeries', { MaxReadRequestUnits: 100 }],
      ['HoldOutcomesTable', 'the table', { MaxReadRequestUnits: 300, MaxWriteRequestUnits: 200 }],
    ]);
  });
}
