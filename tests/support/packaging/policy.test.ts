import { isAllowed, permissionsIn, type Statement, statementsIn } from './policy.ts';

const TABLE = 'arn:aws:dynamodb:eu-central-1:000000000000:table/seats';
const read = { action: 'dynamodb:GetItem', resource: TABLE };

const allow = (action: string, resource: string): Statement => ({
  Effect: 'Allow',
  Action: [action],
  Resource: [resource],
});

test.each<[string, boolean, Statement[]]>([
  ['nothing, without a statement', false, []],
  ['what a statement allows', true, [allow('dynamodb:GetItem', TABLE)]],
  ['an action in other letters', true, [allow('DynamoDB:getitem', TABLE)]],
  ['no other action', false, [allow('dynamodb:GetItems', TABLE)]],
  ['no other resource', false, [allow('dynamodb:GetItem', `${TABLE}/index/bySweep`)]],
  ['no resource whose name only begins like it', false, [allow('dynamodb:GetItem', TABLE.slice(0, -1))]],
  ['any text for a star', true, [allow('dynamodb:Get*', 'arn:aws:dynamodb:*:*:table/*')]],
  ['a character for a question mark', true, [allow('dynamodb:GetIte?', TABLE.replace('seats', 'seat?'))]],
  ['a point for nothing but itself', false, [allow('dynamodb.GetItem', TABLE)]],
  [
    'nothing that another statement denies',
    false,
    [allow('dynamodb:*', '*'), { ...allow('dynamodb:GetItem', TABLE), Effect: 'Deny' }],
  ],
  [
    'what another statement denies of something else',
    true,
    [allow('dynamodb:*', '*'), { ...allow('dynamodb:PutItem', TABLE), Effect: 'Deny' }],
  ],
])('a policy allows %s', (_what, expected, statements) => {
  expect(isAllowed(statements, read)).toBe(expected);
});

test('the permissions of statements are the pairs of their actions and resources that are allowed', () => {
  const both: Statement = { Effect: 'Allow', Action: ['a:One', 'a:Two'], Resource: ['x', 'y'] };
  expect(permissionsIn([both, { ...allow('a:Three', 'z'), Effect: 'Deny' }])).toEqual([
    { action: 'a:One', resource: 'x' },
    { action: 'a:One', resource: 'y' },
    { action: 'a:Two', resource: 'x' },
    { action: 'a:Two', resource: 'y' },
  ]);
});

test('a statement with a condition is refused, since it would be taken for one without', () => {
  const statement = { ...allow('a:One', 'x'), Condition: {} };
  expect(() => statementsIn({ Statement: [statement] })).toThrow(
    'Statements with Condition are not evaluated',
  );
});
