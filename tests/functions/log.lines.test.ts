import { type OperationId, requests } from '../../schemas/requests.ts';
import { eventBody } from '../support/api/bodies.ts';
import { UUID_V4 } from '../support/api/expectations.ts';
import { type Answer, invoke, type TestRequest } from '../support/api/invoke.ts';
import { keepLog } from '../support/api/log.ts';
import { coldStart } from '../support/records/coldStart.ts';
import { anAskingEvent, answer } from '../support/records/questions.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';

const LOGGING = { POWERTOOLS_LOG_LEVEL: 'INFO', POWERTOOLS_METRICS_DISABLED: 'false' };

/** What a function answers and writes for requests, one after another in one process. */
async function heard(operationId: OperationId, ...requests: TestRequest[]) {
  const log = keepLog();
  const answers: Answer[] = [];
  try {
    await coldStart(operationId, LOGGING, async handler => {
      for (const request of requests) answers.push(await invoke(handler, request));
    });
    return { answers, lines: log.lines() };
  } finally {
    log.stop();
  }
}

const linesOf = async (operationId: OperationId, ...requests: TestRequest[]) =>
  (await heard(operationId, ...requests)).lines;

const isMetrics = (line: object) => '_aws' in line;

test('a request has one line, with what it did, how long it took, and what it used', async () => {
  const [eventId, userId] = [await anEvent(), await aUser()];
  const request = {
    path: { eventId },
    body: { userId },
    headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    requestContext: { routeKey: 'POST /events/{eventId}/registrations' },
  };
  const [first, second, ...others] = await linesOf('registerForEvent', request, request);
  expect(others).toEqual([]);
  expect(first).toEqual({
    level: 'info',
    timestamp: expect.stringMatching(/^\d{4}-/),
    function: 'registerForEvent',
    route: 'POST /events/{eventId}/registrations',
    status: 201,
    gatewayRequestId: 'gateway-request',
    requestId: expect.stringMatching(UUID_V4),
    traceparent: request.headers.traceparent,
    durationMs: expect.any(Number),
    coldStart: true,
    calls: 2,
    readUnits: expect.any(Number),
    writeUnits: expect.any(Number),
    retries: 0,
    conflicts: 0,
  });
  expect(first.writeUnits).toBeGreaterThanOrEqual(8);
  expect(second).toMatchObject({ status: 409, code: 'ALREADY_REGISTERED', coldStart: false, writeUnits: 0 });
});

test('each problem has the id that the line of its request has', async () => {
  const request = { path: { eventId: 'nowhere' } };
  const { answers, lines } = await heard('getEvent', request, request, { path: { eventId: 'a.b' } });
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 422]);
  expect(answers.map(({ body }) => body.requestId)).toEqual(lines.map(({ requestId }) => requestId));
  expect(new Set(lines.map(({ requestId }) => requestId)).size).toBe(3);
});

test('a refusal for want of seats is a metric, with the function as its only dimension beside the service', async () => {
  const eventId = await anEvent({ capacity: 1, hasWaitlist: false });
  await registeredUsers(eventId, 1);
  const request = { path: { eventId }, body: { userId: await aUser() } };
  const lines = await linesOf('registerForEvent', request);
  expect(lines.filter(isMetrics)).toEqual([
    {
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'EventManagementApi',
            Dimensions: [['service', 'function']],
            Metrics: [{ Name: 'refusedFull', Unit: 'Count' }],
          },
        ],
      },
      service: 'event-management-api-test',
      function: 'registerForEvent',
      refusedFull: 1,
    },
  ]);
});

const CANARY = 'canary-7f3a9b';

test.each(Object.keys(requests) as OperationId[])(
  'no line of %s has a name, a text, a token or a secret of a request',
  async operationId => {
    const [eventId, userId] = [await anEvent(), await aUser()];
    const secrets = {
      authorization: `Bearer ${CANARY}`,
      'idempotency-key': CANARY,
      cookie: CANARY,
      'if-match': `"${CANARY}"`,
      traceparent: `00-${CANARY}`,
    };
    const texts = {
      name: CANARY,
      title: CANARY,
      description: CANARY,
      location: CANARY,
      organizer: CANARY,
      email: CANARY,
    };
    const answers = { note: CANARY };
    const questions = [{ key: CANARY.replaceAll('-', '_'), label: CANARY, type: 'text' }];
    const fields = { ...eventBody(texts), ...texts, userId, answers, questions };
    const body = 'body' in requests[operationId] && { body: fields };
    const path = { eventId, userId, file: 'initializer.js' };
    const broken = {
      body: { name: '', userId: [CANARY] },
      query: { q: CANARY, cursor: CANARY, token: CANARY },
    };
    const lines = await linesOf(
      operationId,
      { headers: secrets, path, ...body },
      { headers: secrets, path, ...broken },
    );
    expect(lines.filter(line => !isMetrics(line))).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toContain(CANARY);
  },
);

test.each(['registerForEvent', 'listEventRegistrations', 'checkIn'] as const)(
  'no line of %s has an answer that somebody gave',
  async operationId => {
    const [eventId, userId] = [await anAskingEvent(), await aUser()];
    await answer(eventId, userId, { meal: 'meat', note: CANARY });
    const answers = { meal: 'meat', note: CANARY };
    const request = { path: { eventId, userId }, query: {}, body: { userId: await aUser(), answers } };
    const broken = { ...request, body: { userId: await aUser(), answers: { meal: CANARY, [CANARY]: 1 } } };
    const lines = await linesOf(operationId, request, broken);
    expect(lines.filter(line => !isMetrics(line))).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toContain(CANARY);
  },
);
