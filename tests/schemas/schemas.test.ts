import type { OperationId } from '../../schemas/requests.ts';
import { expectBrokenRules } from '../support/api/expectations.ts';
import type { TestRequest } from '../support/api/invoke.ts';
import type { Rule } from '../support/api/rules/rule.ts';
import { expectBroken, validated } from '../support/api/validation.ts';
import { type Operation, operations, type Part } from './operationRules.ts';

const withField = (valid: TestRequest, part: Part, field: string, value: unknown): TestRequest => ({
  ...valid,
  [part]: { ...(valid[part] as object), [field]: value },
});

/** A field takes the place of another one that cannot be beside it. */
const withFieldOf = ({ valid, either }: Operation, part: Part, field: string, value: unknown): TestRequest =>
  either?.includes(field) ? { ...valid, [part]: { [field]: value } } : withField(valid, part, field, value);

const fieldsOf = (operation: Operation): [Part, string, Rule][] =>
  (['path', 'query', 'body'] as const).flatMap(part =>
    Object.entries(operation[part] ?? {}).map(([field, rule]): [Part, string, Rule] => [part, field, rule]),
  );

describe.each(Object.entries(operations) as [OperationId, Operation][])('%s', (operationId, operation) => {
  const { valid } = operation;

  test('accepts a request that keeps every rule', async () => {
    expect(await validated(operationId, valid)).toMatchObject({ status: 200, body: valid });
  });

  describe.each(fieldsOf(operation))('%s %s', (part, field, rule) => {
    test.each(rule.inside)('may be %s', async (_name, value, read = value) => {
      const answer = await validated(operationId, withFieldOf(operation, part, field, value));
      expect(answer.status).toBe(200);
      expect(answer.body[part][field]).toEqual(read);
    });

    const isLeftOut = (value: unknown) =>
      value === null && part === 'body' && !operation.required?.includes(field);

    test.each(rule.outside.filter(([, value]) => !isLeftOut(value)))(
      'may not be %s, which breaks one rule',
      async (_name, value, at = '') => {
        const answer = await validated(operationId, withFieldOf(operation, part, field, value));
        expectBrokenRules(answer, [`/${part}/${field}${at}`]);
      },
    );
  });
});

const bodyFields = (Object.entries(operations) as [OperationId, Operation][]).flatMap(
  ([operationId, { valid, body = {}, required = [], nullable = [], either = [] }]) =>
    Object.keys(body)
      .filter(field => !either.includes(field))
      .map(field => ({
        operationId,
        field,
        request: withField(valid, 'body', field, undefined),
        isRequired: required.includes(field),
        isNullable: nullable.includes(field),
      })),
);

test.each(bodyFields.filter(({ isRequired }) => isRequired))(
  '$operationId requires the $field in its body',
  async ({ operationId, field, request }) => {
    await expectBroken(operationId, request, [`/body/${field}`]);
    const { body } = await validated(operationId, request);
    expect(body.errors).toEqual([{ path: `/body/${field}`, message: 'is required' }]);
  },
);

test.each(bodyFields.filter(({ isRequired, isNullable }) => !isRequired && !isNullable))(
  '$operationId does not require the $field in its body, and reads null as a field that is left out',
  async ({ operationId, field, request }) => {
    const answer = await validated(operationId, request);
    expect(answer.status).toBe(200);
    expect(await validated(operationId, withField(request, 'body', field, null))).toEqual(answer);
  },
);

test.each(bodyFields.filter(({ isNullable }) => isNullable))(
  '$operationId does not require the $field in its body, and hands null on as a value of its own',
  async ({ operationId, field, request }) => {
    expect((await validated(operationId, request)).body.body).not.toHaveProperty(field);
    const answer = await validated(operationId, withField(request, 'body', field, null));
    expect(answer).toMatchObject({ status: 200, body: { body: { [field]: null } } });
  },
);
