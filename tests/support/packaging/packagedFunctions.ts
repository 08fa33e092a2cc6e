import { consumerKeys, grantedToRead } from './packagedConsumers.ts';
import { routeKeys } from './packagedRoutes.ts';
import { attributeOf, functionId, objectsOf, ofType, type Packaged, WEBHOOK } from './packaging.ts';

/** The functions without a route: people call them by hand, or a schedule does. */
const taskKeys = ['auditEvent', 'redriveNotices', 'redriveRecords', 'releaseStaleHolds'];

export const functionKeys = [...routeKeys, ...consumerKeys, ...taskKeys];

/** The path of a function in `functions/`. */
export const pathOf = (key: string) => {
  if (taskKeys.includes(key)) return `tasks/${key}`;
  if (key === 'resendNotices') return `queues/${key}`;
  return consumerKeys.includes(key) ? `streams/${key}` : key;
};

/** Where functions that sign notices read the secret. */
export const SECRET_PARAMETER = '/event-management-api-prod/webhook-secret';
const SENDER = {
  ...WEBHOOK,
  WEBHOOK_SECRET_PARAMETER: SECRET_PARAMETER,
  LATE_NOTICES_URL: { Ref: 'LateNoticesQueue' },
};

/** The settings of a function besides the names of the tables. No other function is told of the secret. */
const ENVIRONMENTS: Record<string, object> = {
  updateEvent: WEBHOOK,
  settleEvent: WEBHOOK,
  announceCancellation: WEBHOOK,
  sendNotices: SENDER,
  resendNotices: SENDER,
  redriveNotices: { DEAD_NOTICES_ARN: attributeOf('DeadNoticesQueue', 'Arn') },
  redriveRecords: { DEAD_RECORDS_BUCKET: { Ref: 'DeadRecordsBucket' } },
};

const TABLE_NAMES = {
  EVENTS_TABLE: 'event-management-api-prod-events',
  SEATS_TABLE: 'event-management-api-prod-seats',
  USERS_TABLE: 'event-management-api-prod-users',
  REGISTRATIONS_TABLE: 'event-management-api-prod-registrations',
  PLACES_TABLE: 'event-management-api-prod-places',
  DEPARTURES_TABLE: 'event-management-api-prod-departures',
  HISTORY_TABLE: 'event-management-api-prod-history',
  ANNOUNCEMENTS_TABLE: 'event-management-api-prod-announcements',
  DELETIONS_TABLE: 'event-management-api-prod-deletions',
  HOLD_OUTCOMES_TABLE: 'event-management-api-prod-hold-outcomes',
  FUNNELS_TABLE: 'event-management-api-prod-funnels',
  ROUND_OUTCOMES_TABLE: 'event-management-api-prod-round-outcomes',
  LEAVERS_TABLE: 'event-management-api-prod-leavers',
  LEAVE_OUTCOMES_TABLE: 'event-management-api-prod-leave-outcomes',
  ANSWERS_TABLE: 'event-management-api-prod-answers',
};

/** Every function has these settings. Access control is off, and pages of any origin get answers. */
const SETTINGS = {
  POWERTOOLS_SERVICE_NAME: 'event-management-api-prod',
  ALLOWED_ORIGINS: '*',
  AUTH_ISSUER: '',
  AUTH_AUDIENCE: '',
  AUTH_ROLE_CLAIM: '',
  AUTH_ORGANISER_ROLE: '',
  AUTH_ADMIN_ROLE: '',
};

/** The packaged resources, and the functions and grants of serverless.yml. */
type Service = {
  resources: Packaged['resources'];
  functions: Record<string, { iamRoleStatements: object[] }>;
  grants: object;
};

/** Declares the tests of what each function is. */
export function describeFunctions(serviceOf: () => Service): void {
  const propertiesOf = (id: string) => serviceOf().resources[id]?.Properties;

  test('every function runs on Node 24 on arm64, and has the names of the tables and its own settings', () => {
    const ids = ofType(serviceOf().resources, 'AWS::Lambda::Function').map(([id]) => id);
    expect(ids.sort()).toEqual(functionKeys.map(functionId).sort());
    for (const key of functionKeys) {
      const { Environment, ...properties } = propertiesOf(functionId(key));
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: `functions/${pathOf(key)}.handler`,
      });
      const SOURCE_MAPS = { NODE_OPTIONS: '--enable-source-maps' };
      expect(Environment.Variables).toEqual({
        ...TABLE_NAMES,
        ...SETTINGS,
        ...SOURCE_MAPS,
        ...ENVIRONMENTS[key],
      });
      expect(properties).not.toHaveProperty('TracingConfig');
    }
  });

  test('functions answer preflights and set the headers of CORS. The gateway would not let them', () => {
    expect(propertiesOf('HttpApi')).not.toHaveProperty('CorsConfiguration');
  });

  test.each(functionKeys)('%s has a description of a length that Lambda accepts', key => {
    expect(propertiesOf(functionId(key)).Description).toMatch(/^[A-Z][ -~]{1,254}\.$/);
  });
}

/** Declares the tests of what each function may do. */
export function describeRoles(serviceOf: () => Service): void {
  const propertiesOf = (id: string) => serviceOf().resources[id]?.Properties;

  test.each(functionKeys)(
    '%s has its own role, which allows its log, its sources, and what serverless.yml grants',
    key => {
      const role = functionId(key).replace('LambdaFunction', 'IamRoleLambdaExecution');
      expect(propertiesOf(functionId(key)).Role).toEqual({ 'Fn::GetAtt': [role, 'Arn'] });
      const { Policies, ManagedPolicyArns } = propertiesOf(role);
      expect(ManagedPolicyArns).toEqual([]);
      expect(Policies).toHaveLength(1);
      const [log, ...statements] = Policies[0].PolicyDocument.Statement;
      expectLogOnly(log, key);
      const own = serviceOf().functions[key]?.iamRoleStatements ?? [];
      expect(statements).toEqual([...grantedToRead(key), ...own]);
      for (const statement of statements) expectPlain(statement);
    },
  );

  test('every grant has one name, and some function needs it', () => {
    const { functions, grants } = serviceOf();
    const named = statementsIn(grants).map(statement => JSON.stringify(statement));
    const needed = Object.values(functions).flatMap(one => one.iamRoleStatements);
    const distinct = new Set(needed.map(statement => JSON.stringify(statement)));
    expect(named.sort()).toEqual([...distinct].sort());
  });
}

/** Declares the tests of a stage that was packaged with `--param tracing=true` and `--param sourceMaps=false`. */
export function describeTraced(resourcesOf: () => Packaged['resources']): void {
  test.each(functionKeys)('%s is traced, and may write traces besides what it may do anyway', key => {
    const { Role, TracingConfig, Environment } = resourcesOf()[functionId(key)]?.Properties ?? {};
    expect(TracingConfig).toEqual({ Mode: 'Active' });
    expect(Environment.Variables).not.toHaveProperty('NODE_OPTIONS');
    const role = resourcesOf()[Role['Fn::GetAtt'][0]]?.Properties;
    const [, ...statements] = role.Policies[0].PolicyDocument.Statement;
    expect(statements.pop()).toEqual({
      Effect: 'Allow',
      Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      Resource: ['*'],
    });
    for (const statement of statements) expectPlain(statement);
  });
}

function expectLogOnly({ Action, Resource }: { Action: string[]; Resource: object[] }, key: string): void {
  expect(Action).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
  expect(Resource).toHaveLength(1);
  expect(JSON.stringify(Resource)).toContain(`:/aws/lambda/event-management-api-prod-${key}:`);
}

/** The functions are tested against a database that understands no other kind of statement. */
function expectPlain(statement: object): void {
  expect(statement).toEqual({ Effect: 'Allow', Action: expect.any(Array), Resource: expect.any(Array) });
  // The objects of a bucket have no other name.
  const others = JSON.stringify(statement).replace(JSON.stringify(objectsOf('DeadRecordsBucket')), '');
  expect(others).not.toContain('*');
}

/** The statements in a group of grants, which may contain groups. */
const statementsIn = (group: object): object[] =>
  'Effect' in group ? [group] : Object.values(group).flatMap(statementsIn);
