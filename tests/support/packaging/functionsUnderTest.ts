type Reference = { Ref?: string; 'Fn::GetAtt'?: string | string[]; 'Fn::Sub'?: string };
type Statement = { Action: string[]; Resource: Reference[] };
type Function = {
  handler: string;
  iamRoleStatements?: Statement[];
  environment?: Record<string, string | Reference>;
  events?: { stream?: { arn: Reference; filterPatterns?: object[] } }[];
};
type Resources = Record<string, { Type: string; Properties: { TableName?: string; QueueName?: string } }>;

/** A function of serverless.yml, with the path of its handler, its grants, its settings and the filters of its streams. */
export type FunctionUnderTest = {
  path: string;
  grants: string[];
  environment: Record<string, string>;
  filters: object[];
};

/** Stands for the address of SQS in settings. */
export const QUEUES = 'http://queues.test';

const nameOf = (id: string, { [id]: resource }: Resources) =>
  resource?.Properties.TableName ?? resource?.Properties.QueueName ?? id;

/** The name of a table or a queue, or `name/index/name`, for a reference by ARN. The id of a bucket is its name. */
function named(reference: Reference, resources: Resources): string {
  const { 'Fn::Sub': text = `\${${[reference['Fn::GetAtt']].flat().join('.')}}` } = reference;
  return text.replace(/\$\{(\w+)\.Arn\}/, (_arn, id) => nameOf(id, resources));
}

/** The grants of a function, one text for each pair of an action and a resource. */
const grantsOf = ({ iamRoleStatements = [] }: Function, resources: Resources): string[] =>
  iamRoleStatements.flatMap(({ Action, Resource }) =>
    Action.flatMap(action =>
      Resource.map(reference => `${action.replace('dynamodb:', '')} ${named(reference, resources)}`),
    ),
  );

/** A setting refers to a queue by its URL or its ARN, which both end with its name, and to a bucket by its name. */
const settingOf = (value: string | Reference, resources: Resources): string => {
  if (typeof value === 'string') return value;
  if (value.Ref && resources[value.Ref]?.Type === 'AWS::S3::Bucket') return value.Ref;
  if (value.Ref) return `${QUEUES}/000000000000/${nameOf(value.Ref, resources)}`;
  return `arn:aws:sqs:local:000000000000:${named(value, resources)}`;
};

const underTest = (one: Function, resources: Resources): FunctionUnderTest => ({
  path: one.handler.replace(/^functions\/|\.handler$/g, ''),
  grants: grantsOf(one, resources),
  filters: (one.events ?? []).flatMap(({ stream }) => stream?.filterPatterns ?? []),
  environment: Object.fromEntries(
    Object.entries(one.environment ?? {}).map(([name, value]) => [name, settingOf(value, resources)]),
  ),
});

/** The functions of serverless.yml, by their keys. */
export const functionsUnderTest = (
  functions: Record<string, Function>,
  resources: Resources,
): Record<string, FunctionUnderTest> =>
  Object.fromEntries(Object.entries(functions).map(([key, one]) => [key, underTest(one, resources)]));
