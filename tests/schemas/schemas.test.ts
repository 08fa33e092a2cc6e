import type { OperationId } from '../../schemas/requests.ts';
import { eventBody } from '../support/api/bodies.ts';
import { expectBrokenRules } from '../support/api/expectations.ts';
import type { TestRequest } from '../support/api/invoke.ts';
import * as rules from '../support/api/rules.ts';
import { expectBroken, validated } from '../support/api/validation.ts';

type Part = 'path' | 'query' | 'body';
type Fields = Record<string, rules.Rule>;
type Operation = { valid: TestRequest; path?: Fields; query?: Fields; body?: Fields; required?: string[] };

const path = { eventId: 'some-event', userId: 'some-user' };
const eventPath = { eventId: rules.idInPath };
const userPath = { userId: rules.idInPath };
const page = { limit: rules.limit, cursor: rules.cursor };
const eventStatus = ['active', 'cancelled', 'completed'];
const eventFields = {
  title: rules.text(200),
  description: rules.text(2000),
  date: rules.dateInBody,
  location: rules.text(200),
  organizer: rules.text(200),
  capacity: rules.capacity,
  hasWaitlist: rules.boolean,
  waitlistEnabled: rules.boolean,
  status: rules.wordInBody(...eventStatus),
};

/** A valid request of each operation, the rule of each field, and the fields of the body that it needs. */
const operations: Partial<Record<OperationId, Operation>> = {
  createEvent: {
    valid: { body: eventBody({ status: 'active', waitlistEnabled: true }) },
    body: { eventId: rules.idInBody, ...eventFields },
    required: ['title', 'description', 'date', 'location', 'organizer', 'capacity'],
  },
  updateEvent: { valid: { path, body: {} }, path: eventPath, body: eventFields },
  getEvent: { valid: { path }, path: eventPath },
  deleteEvent: { valid: { path }, path: eventPath },
  listEvents: {
    valid: { query: {} },
    query: {
      status: rules.wordInQuery(...eventStatus),
      from: rules.dateInQuery,
      to: rules.dateInQuery,
      organizer: rules.textInQuery(200),
      q: rules.textsInQuery(200),
      sort: rules.wordInQuery('date', '-date'),
      ...page,
    },
  },
  createUser: {
    valid: { body: { userId: 'some-user', name: 'Ada' } },
    body: { userId: rules.idInBody, name: rules.text(200) },
    required: ['name'],
  },
  getUser: { valid: { path }, path: userPath },
  deleteUser: { valid: { path }, path: userPath },
  listUsers: { valid: { query: {} }, query: page },
  registerForEvent: {
    valid: { path, body: { userId: 'some-user' } },
    path: eventPath,
    body: { userId: rules.idInBody },
    required: ['userId'],
  },
  unregisterFromEvent: { valid: { path }, path: { ...eventPath, ...userPath } },
  checkIn: { valid: { path }, path: { ...eventPath, ...userPath } },
  undoCheckIn: { valid: { path }, path: { ...eventPath, ...userPath } },
  listEventRegistrations: {
    valid: { path, query: {} },
    path: eventPath,
    query: {
      status: rules.wordInQuery('registered', 'waitlisted'),
      checkedIn: rules.wordInQuery('true', 'false'),
      ...page,
    },
  },
  listUserRegistrations: { valid: { path, query: {} }, path: userPath, query: page },
  getEventCalendar: { valid: { path }, path: eventPath },
  getUserCalendar: { valid: { path }, path: userPath },
  listEventHistory: { valid: { path, query: {} }, path: eventPath, query: page },
  listUserHistory: { valid: { path, query: {} }, path: userPath, query: page },
};

const withField = (valid: TestRequest, part: Part, field: string, value: unknown): TestRequest => ({
  ...valid,
  [part]: { ...(valid[part] as object), [field]: value },
});

const fieldsOf = (operation: Operation): [Part, string, rules.Rule][] =>
  (['path', 'query', 'body'] as const).flatMap(part =>
    Object.entries(operation[part] ?? {}).map(([field, rule]): [Part, string, rules.Rule] => [
      part,
      field,
      rule,
    ]),
  );

describe.each(Object.entries(operations) as [OperationId, Operation][])('%s', (operationId, operation) => {
  const { valid } = operation;

  test('takes a request that keeps every rule', async () => {
    expect(await validated(operationId, valid)).toMatchObject({ status: 200, body: valid });
  });

  describe.each(fieldsOf(operation))('%s %s', (part, field, rule) => {
    test.each(rule.inside)('may be %s', async (_name, value, taken = value) => {
      const answer = await validated(operationId, withField(valid, part, field, value));
      expect(answer.status).toBe(200);
      expect(answer.body[part][field]).toEqual(taken);
    });

    const isLeftOut = (value: unknown) =>
      value === null && part === 'body' && !operation.required?.includes(field);

    test.each(rule.outside.filter(([, value]) => !isLeftOut(value)))(
      'may not be %s, which breaks one rule',
      async (_name, value) => {
        const answer = await validated(operationId, withField(valid, part, field, value));
        expectBrokenRules(answer, [`/${part}/${field}`]);
      },
    );
  });
});

const bodyFields = (Object.entries(operations) as [OperationId, Operation][]).flatMap(
  ([operationId, { valid, body = {}, required = [] }]) =>
    Object.keys(body).map(field => ({
      operationId,
      field,
      request: withField(valid, 'body', field, undefined),
      isRequired: required.includes(field),
    })),
);

test.each(bodyFields.filter(({ isRequired }) => isRequired))(
  '$operationId needs the $field in its body',
  async ({ operationId, field, request }) => {
    await expectBroken(operationId, request, [`/body/${field}`]);
    const { body } = await validated(operationId, request);
    expect(body.errors).toEqual([{ path: `/body/${field}`, message: 'is required' }]);
  },
);

test.each(bodyFields.filter(({ isRequired }) => !isRequired))(
  '$operationId does without the $field in its body, and null says that it is left out',
  async ({ operationId, field, request }) => {
    const answer = await validated(operationId, request);
    expect(answer.status).toBe(200);
    expect(await validated(operationId, withField(request, 'body', field, null))).toEqual(answer);
  },
);
