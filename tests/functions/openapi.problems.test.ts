import { handler as routeNotFoundHandler } from '../../functions/routeNotFound.ts';
import { ERRORS, type ErrorCode } from '../../lib/core/errors.ts';
import type { RoutedId } from '../../schemas/operations.ts';
import { problemOf, sendExample } from '../support/api/examples.ts';
import { exceptRequestId } from '../support/api/expectations.ts';
import { invoke, type TestRequest } from '../support/api/invoke.ts';
import { deleteEvent, deleteUser, removeDeletedUsers, settleEvents } from '../support/api/operations.ts';
import { document, places } from '../support/documents/document.ts';

/** An operation, and how its request differs from its example. */
type Step = [operationId: RoutedId, changes?: TestRequest];

const body = (fields: unknown): TestRequest => ({ body: fields });
const keyed = { headers: { 'idempotency-key': 'a-key' } };
const newUser = (userId: string): Step => ['createUser', body({ userId, name: userId })];
const registers = (userId: string): Step => ['registerForEvent', body({ userId })];
const changed = (fields: object): Step => ['updateEvent', body(fields)];
const others = [newUser('ben'), newUser('cleo'), registers('ben'), registers('cleo')];

/** What leads to each problem, once an event and a user were made: the last request is answered with it. */
const STEPS: Partial<Record<ErrorCode, Step[]>> = {
  BODY_MISSING: [['createEvent', body('')]],
  BODY_NOT_TEXT: [['createUser', { body: '{"name":"\uFFFD"}', headers: { 'content-length': '12' } }]],
  BODY_NOT_JSON: [['createUser', body('{')]],
  BODY_NOT_AN_OBJECT: [['updateEvent', body('[]')]],
  BODY_TOO_LARGE: [['createUser', body('x'.repeat(2 ** 16 + 1))]],
  UNSUPPORTED_MEDIA_TYPE: [['registerForEvent', { headers: { 'content-type': 'text/plain' } }]],
  EVENT_NOT_FOUND: [['getEvent', { path: { eventId: 'nowhere' } }]],
  USER_NOT_FOUND: [['getUser', { path: { userId: 'nobody' } }]],
  REGISTRATION_NOT_FOUND: [['unregisterFromEvent']],
  EVENT_ALREADY_EXISTS: [['createEvent']],
  USER_ALREADY_EXISTS: [['createUser']],
  EVENT_BEING_DELETED: [['deleteEvent'], ['createEvent']],
  USER_BEING_DELETED: [['deleteUser'], ['createUser']],
  ALREADY_REGISTERED: [registers('ada'), registers('ada')],
  ALREADY_WAITLISTED: [changed({ capacity: 2 }), ...others, registers('ada'), registers('ada')],
  EVENT_FULL: [changed({ capacity: 2, hasWaitlist: false }), ...others, registers('ada')],
  EVENT_NOT_OPEN: [changed({ status: 'cancelled' }), registers('ada')],
  REGISTRATION_NOT_OPEN: [changed({ opensAt: '2099-02-01T10:00:00+01:00' }), registers('ada')],
  WAITLIST_FULL: [changed({ capacity: 2, waitlistCapacity: 0 }), ...others, registers('ada')],
  LEAVING_CLOSED: [
    registers('ada'),
    changed({ leaveUntil: '2026-04-30T18:00:00Z' }),
    ['unregisterFromEvent'],
  ],
  CAPACITY_BELOW_REGISTERED: [...others, changed({ capacity: 1 })],
  EVENT_HAS_REGISTRATIONS: [registers('ada'), changed({ status: 'draft' })],
  ALREADY_CHECKED_IN: [registers('ada'), ['checkIn'], ['unregisterFromEvent']],
  NOT_SEATED: [changed({ capacity: 2 }), ...others, registers('ada'), ['checkIn']],
  PRECONDITION_FAILED: [['deleteEvent', { headers: { 'if-match': '"other"' } }]],
  IDEMPOTENCY_KEY_REUSED: [
    ['createUser', { ...keyed, ...body({ name: 'Someone' }) }],
    ['createUser', keyed],
  ],
};

beforeEach(async () => {
  await deleteEvent('launch-party');
  for (const userId of ['ada', 'ben', 'cleo']) await deleteUser(userId);
  await settleEvents();
  await removeDeletedUsers();
  for (const operationId of ['createEvent', 'createUser']) {
    expect((await sendExample(operationId)).status).toBe(201);
  }
});

/** What leads to a problem that says another sentence there than elsewhere. */
const STEPS_BESIDE: [ErrorCode, Step[]][] = [
  ['PRECONDITION_FAILED', [['updateUser', { headers: { 'if-match': '"other"' } }]]],
  ['EVENT_NOT_OPEN', [registers('ada'), changed({ status: 'cancelled' }), ['checkIn']]],
  ['ROUTE_NOT_FOUND', [['getDocsFile', { path: { file: 'index.html' } }]]],
];

test.each([...(Object.entries(STEPS) as [ErrorCode, Step[]][]), ...STEPS_BESIDE])(
  'the example of %s is true',
  async (code, steps) => {
    const answers = [];
    for (const [operationId, changes] of steps) answers.push(await sendExample(operationId, changes));
    const [last] = steps.at(-1) ?? [];
    const place = places.find(({ operation }) => operation.operationId === last);
    expect(exceptRequestId(answers.at(-1)?.body)).toEqual(
      exceptRequestId(place && problemOf(place.operation, code)),
    );
  },
);

test.each<[ErrorCode, string, string]>([
  ['ROUTE_NOT_FOUND', 'GET', '/nowhere'],
  ['METHOD_NOT_ALLOWED', 'POST', '/health'],
])('the example of %s is true', async (code, method, rawPath) => {
  const unmatched = { operationId: 'routeNotFound', ...document['x-unmatched-requests'] };
  const answer = await invoke(routeNotFoundHandler, { method, rawPath });
  expect(exceptRequestId(answer.body)).toEqual(exceptRequestId(problemOf(unmatched, code)));
});

test('the examples that are tested elsewhere are those of a broken rule, of failures and of access control', () => {
  const tested = [...Object.keys(STEPS), 'ROUTE_NOT_FOUND', 'METHOD_NOT_ALLOWED'];
  const others = Object.keys(ERRORS).filter(code => !tested.includes(code));
  expect(others.sort()).toEqual([
    'BAD_REQUEST',
    'FORBIDDEN',
    'INTERNAL_ERROR',
    'TRY_AGAIN',
    'UNAUTHENTICATED',
    'USER_ID_RETIRED',
    'VALIDATION_FAILED',
  ]);
});
