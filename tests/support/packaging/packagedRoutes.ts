import { attributeOf, functionId, ofType, type Packaged } from './packaging.ts';

/** The routes of the contract, each with the key of its function. */
const ROUTES: Record<string, string> = {
  'GET /': 'getRoot',
  'GET /health': 'getHealth',
  'GET /openapi.json': 'getOpenApi',
  'GET /docs': 'getDocs',
  'GET /docs/{file}': 'getDocsFile',
  'POST /events': 'createEvent',
  'GET /events': 'listEvents',
  'GET /events/{eventId}': 'getEvent',
  'GET /events/{eventId}/availability': 'getEventAvailability',
  'PUT /events/{eventId}': 'updateEvent',
  'DELETE /events/{eventId}': 'deleteEvent',
  'POST /events/{eventId}/copies': 'copyEvent',
  'POST /users': 'createUser',
  'GET /users': 'listUsers',
  'GET /users/{userId}': 'getUser',
  'PUT /users/{userId}': 'updateUser',
  'DELETE /users/{userId}': 'deleteUser',
  'POST /events/{eventId}/registrations': 'registerForEvent',
  'POST /events/{eventId}/register': 'registerForEvent',
  'POST /events/{eventId}/registrations/batch': 'registerManyForEvent',
  'POST /events/{eventId}/check-ins/batch': 'checkInMany',
  'DELETE /events/{eventId}/registrations/{userId}': 'unregisterFromEvent',
  'DELETE /events/{eventId}/register/{userId}': 'unregisterFromEvent',
  'POST /events/{eventId}/registrations/{userId}/transfer': 'transferSeat',
  'POST /events/{eventId}/registrations/{userId}/check-in': 'checkIn',
  'POST /users/{userId}/calendar-feed': 'createCalendarFeed',
  'DELETE /events/{eventId}/registrations/{userId}/check-in': 'undoCheckIn',
  'GET /events/{eventId}/calendar.ics': 'getEventCalendar',
  'GET /users/{userId}/calendar.ics': 'getUserCalendar',
  'GET /events/{eventId}/registrations': 'listEventRegistrations',
  'GET /users/{userId}/registrations': 'listUserRegistrations',
  'GET /events/{eventId}/history': 'listEventHistory',
  'GET /users/{userId}/history': 'listUserHistory',
  $default: 'routeNotFound',
};

/** The keys of the functions that have routes. */
export const routeKeys = [...new Set(Object.values(ROUTES))];

/** A route with GET also has HEAD. */
const headOf = (route: string) => route.replace(/^GET/, 'HEAD');
const getOf = (route: string) => route.replace(/^HEAD/, 'GET');

/** Declares the tests of the routes, of their log, and of the schedules. */
export function describeRoutes(resourcesOf: () => Packaged['resources']): void {
  test('every route of the contract leads to its function', () => {
    const routes = ofType(resourcesOf(), 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => {
      const integration = Properties.Target['Fn::Join'][1][1].Ref;
      return [Properties.RouteKey, JSON.stringify(resourcesOf()[integration]?.Properties.IntegrationUri)];
    });
    const heads = Object.keys(ROUTES).flatMap(route => (route.startsWith('GET') ? [headOf(route)] : []));
    expect(routes.map(([route]) => route).sort()).toEqual([...Object.keys(ROUTES), ...heads].sort());
    for (const [route, uri] of routes) {
      expect(uri).toContain(`"${functionId(String(ROUTES[getOf(String(route))]))}"`);
    }
  });

  test('releaseStaleHolds runs every minute, auditEvent every night for all events, and no other function by itself', () => {
    const rules = ofType(resourcesOf(), 'AWS::Events::Rule').map(([, { Properties }]) => Properties);
    const target = (key: string, more = {}) => [
      { Id: expect.any(String), Arn: attributeOf(functionId(key), 'Arn'), ...more },
    ];
    expect(rules).toEqual([
      {
        ScheduleExpression: 'rate(1 minute)',
        State: 'ENABLED',
        Targets: target('releaseStaleHolds'),
      },
      {
        ScheduleExpression: 'cron(0 3 * * ? *)',
        State: 'ENABLED',
        // auditEvent refuses what EventBridge passes otherwise.
        Targets: target('auditEvent', { Input: '{}' }),
      },
    ]);
  });

  test('a line about each request joins the ids of gateway and function, and has nothing that a client wrote', () => {
    const [[, stage] = []] = ofType(resourcesOf(), 'AWS::ApiGatewayV2::Stage');
    const { DestinationArn, Format } = stage?.Properties.AccessLogSettings ?? {};
    expect(DestinationArn).toEqual(attributeOf('HttpApiLogGroup', 'Arn'));
    expect(resourcesOf().HttpApiLogGroup?.Properties.RetentionInDays).toBe(30);
    expect(JSON.parse(Format)).toEqual({
      gatewayRequestId: '$context.requestId',
      requestId: '$context.awsEndpointRequestId',
      route: '$context.routeKey',
      status: '$context.status',
      protocol: '$context.protocol',
      responseLength: '$context.responseLength',
      responseLatency: '$context.responseLatency',
      integrationLatency: '$context.integrationLatency',
      integrationStatus: '$context.integrationStatus',
      gatewayError: '$context.error.responseType',
    });
  });
}
