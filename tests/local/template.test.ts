import { cleanUp } from '../helpers/npmStart.ts';
import { functionId, type Packaged, packageProject, type Resource } from '../helpers/packaging.ts';

/** Which DynamoDB operations each function may send, by table or index, and no others. */
const MAY: Record<string, Record<string, string[]>> = {
  getRoot: {},
  getHealth: { Seats: ['BatchGetItem'] },
  createEvent: { Events: ['PutItem'], Seats: ['PutItem'] },
  listEvents: {
    Events: ['BatchGetItem'],
    Seats: ['BatchGetItem'],
    'Seats/index/byDate': ['Query'],
    'Seats/index/byStatus': ['Query'],
  },
  getEvent: { Events: ['BatchGetItem'], Seats: ['BatchGetItem'] },
  updateEvent: {
    Events: ['BatchGetItem', 'UpdateItem'],
    Seats: ['BatchGetItem', 'UpdateItem'],
    Registrations: ['Query', 'UpdateItem'],
    'Registrations/index/*': ['Query'],
  },
  deleteEvent: {
    Events: ['DeleteItem'],
    Seats: ['DeleteItem', 'UpdateItem'],
    Registrations: ['DeleteItem', 'Query'],
    'Registrations/index/*': ['Query'],
  },
  createUser: { Users: ['PutItem'] },
  listUsers: { Users: ['Scan'] },
  getUser: { Users: ['BatchGetItem'] },
  registerForEvent: {
    Seats: ['BatchGetItem', 'UpdateItem'],
    Users: ['ConditionCheckItem'],
    Registrations: ['PutItem', 'Query', 'UpdateItem'],
    'Registrations/index/*': ['Query'],
  },
  unregisterFromEvent: {
    Seats: ['BatchGetItem', 'UpdateItem'],
    Users: ['BatchGetItem'],
    Registrations: ['DeleteItem', 'Query', 'UpdateItem'],
    'Registrations/index/*': ['Query'],
  },
  listEventRegistrations: {
    Seats: ['BatchGetItem'],
    Registrations: ['Query'],
    'Registrations/index/*': ['Query'],
  },
  listUserRegistrations: {
    Events: ['BatchGetItem'],
    Seats: ['BatchGetItem'],
    Users: ['BatchGetItem'],
    Registrations: ['BatchGetItem', 'Query'],
    'Registrations/index/*': ['Query'],
  },
  routeNotFound: {},
};

const ROUTES: Record<string, string> = {
  'GET /': 'getRoot',
  'GET /health': 'getHealth',
  'POST /events': 'createEvent',
  'GET /events': 'listEvents',
  'GET /events/{eventId}': 'getEvent',
  'PUT /events/{eventId}': 'updateEvent',
  'DELETE /events/{eventId}': 'deleteEvent',
  'POST /users': 'createUser',
  'GET /users': 'listUsers',
  'GET /users/{userId}': 'getUser',
  'POST /events/{eventId}/registrations': 'registerForEvent',
  'POST /events/{eventId}/register': 'registerForEvent',
  'DELETE /events/{eventId}/registrations/{userId}': 'unregisterFromEvent',
  'DELETE /events/{eventId}/register/{userId}': 'unregisterFromEvent',
  'GET /events/{eventId}/registrations': 'listEventRegistrations',
  'GET /users/{userId}/registrations': 'listUserRegistrations',
  $default: 'routeNotFound',
};

const TABLES = {
  Events: { key: ['eventId'], indexes: {} },
  Seats: {
    key: ['eventId'],
    indexes: { byStatus: ['status', 'dateEventId'], byDate: ['kind', 'dateEventId'] },
  },
  Users: { key: ['userId'], indexes: {} },
  Registrations: {
    key: ['eventId', 'userId'],
    indexes: { byPlace: ['eventId', 'place'], byUser: ['userId', 'eventId'] },
  },
};

const functionKeys = Object.keys(MAY);

let resources: Packaged['resources'];
beforeAll(async () => {
  ({ resources } = await packageProject());
});
afterAll(cleanUp);

const ofType = (type: string) =>
  Object.entries(resources).filter(([, { Type }]) => Type === type) as [string, Resource][];

const propertiesOf = (id: string) => resources[id]?.Properties;

test('every function is there, and runs on Node 24 on arm64, with the names of the stage’s tables', () => {
  expect(
    ofType('AWS::Lambda::Function')
      .map(([id]) => id)
      .sort(),
  ).toEqual(functionKeys.map(functionId).sort());
  for (const key of functionKeys) {
    expect(propertiesOf(functionId(key))).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: `functions/${key}.handler`,
      Environment: {
        Variables: {
          EVENTS_TABLE: 'event-management-api-prod-events',
          SEATS_TABLE: 'event-management-api-prod-seats',
          USERS_TABLE: 'event-management-api-prod-users',
          REGISTRATIONS_TABLE: 'event-management-api-prod-registrations',
        },
      },
    });
  }
});

type Statement = { Effect: string; Action: string[]; Resource: Record<string, string | string[]>[] };

/** `Seats` for the table's ARN, `Seats/index/byDate` for an index of it. */
const tableOf = (resource: Statement['Resource'][number]) =>
  String(resource['Fn::GetAtt'] ?? resource['Fn::Sub'])
    .replace(/^\$\{(.+)\}/, '$1')
    .replace(/Table[.,]Arn/, '');

test.each(functionKeys)(
  '%s has a role of its own, which allows the DynamoDB calls it makes and no more',
  key => {
    const role = functionId(key).replace('LambdaFunction', 'IamRoleLambdaExecution');
    expect(propertiesOf(functionId(key)).Role).toEqual({ 'Fn::GetAtt': [role, 'Arn'] });
    const { Policies, ManagedPolicyArns } = propertiesOf(role);
    expect(ManagedPolicyArns).toEqual([]);
    const statements: Statement[] = Policies[0].PolicyDocument.Statement;
    const allowed: Record<string, string[]> = {};
    for (const { Effect, Action, Resource } of statements) {
      expect(Effect).toBe('Allow');
      for (const resource of Resource) {
        const isLog = JSON.stringify(resource).includes(
          `log-group:/aws/lambda/event-management-api-prod-${key}:`,
        );
        if (isLog) expect(Action.filter(action => !action.startsWith('logs:'))).toEqual([]);
        else allowed[tableOf(resource)] = [...(allowed[tableOf(resource)] ?? []), ...Action].sort();
      }
    }
    const expected = Object.entries(MAY[key] ?? {});
    expect(allowed).toEqual(
      Object.fromEntries(
        expected.map(([table, actions]) => [table, actions.map(action => `dynamodb:${action}`)]),
      ),
    );
  },
);

test('every route of the contract leads to its function', () => {
  const routes = ofType('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => {
    const integration = Properties.Target['Fn::Join'][1][1].Ref;
    return [Properties.RouteKey, JSON.stringify(propertiesOf(integration).IntegrationUri)];
  });
  expect(routes.map(([route]) => route).sort()).toEqual(Object.keys(ROUTES).sort());
  for (const [route, uri] of routes) {
    expect(uri).toContain(`"${functionId(String(ROUTES[String(route)]))}"`);
  }
});

test('the tables carry the stage in their names, have the keys and indexes that the code uses, and survive the stack', () => {
  const names = Object.keys(TABLES).map(name => `${name}Table`);
  expect(
    ofType('AWS::DynamoDB::Table')
      .map(([id]) => id)
      .sort(),
  ).toEqual(names.sort());
  type Index = { IndexName: string; KeySchema: { AttributeName: string }[] };
  const attributes = ({ KeySchema }: Pick<Index, 'KeySchema'>) => KeySchema.map(key => key.AttributeName);
  for (const [name, { key, indexes }] of Object.entries(TABLES)) {
    const table = propertiesOf(`${name}Table`);
    expect(table.TableName).toBe(`event-management-api-prod-${name.toLowerCase()}`);
    expect(attributes(table)).toEqual(key);
    const found: Index[] = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
    expect(Object.fromEntries(found.map(index => [index.IndexName, attributes(index)]))).toEqual(indexes);
    expect(resources[`${name}Table`]).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  }
});
