import { ACCOUNT, bucketArn, functionArn, queueArn, REGION, streamArn, tableArn } from './arns.ts';
import type { Packaged } from './packaging.ts';

const PSEUDO_PARAMETERS: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
};

/** What the attributes of resources are, by the names of the resources. */
const ATTRIBUTES: Record<string, (name: string) => string> = {
  'AWS::DynamoDB::Table Arn': tableArn,
  'AWS::DynamoDB::Table StreamArn': streamArn,
  'AWS::SQS::Queue Arn': queueArn,
  'AWS::S3::Bucket Arn': bucketArn,
  'AWS::Lambda::Function Arn': functionArn,
};

/** A reference to one of these is its name. */
const NAMED = ['AWS::S3::Bucket', 'AWS::Lambda::Function'];

/** Returns the value of a part of a template, whose references are resolved as CloudFormation does. */
export type Resolve = <Value>(part: unknown) => Value;

/** Resolves the references in a template. `aws` is the address of what stands for AWS, where queues are. */
export function resolverOf(resources: Packaged['resources'], aws: string): Resolve {
  const resourceOf = (id: string) => {
    const { Type = '', Properties = {} } = resources[id] ?? {};
    return {
      type: Type,
      name: Properties.TableName ?? Properties.QueueName ?? Properties.FunctionName ?? id,
    };
  };

  function referenceTo(id: string): string {
    const { type, name } = resourceOf(id);
    if (type === 'AWS::SQS::Queue') return `${aws}/${ACCOUNT}/${name}`;
    if (NAMED.includes(type)) return name;
    return PSEUDO_PARAMETERS[id] ?? unknown(`Ref ${id}`);
  }

  function attributeOf(id: string, attribute: string): string {
    const { type, name } = resourceOf(id);
    return ATTRIBUTES[`${type} ${attribute}`]?.(name) ?? unknown(`${type} ${attribute}`);
  }

  /** Returns what stands for `Id` or `Id.Attribute`. */
  const named = (path: string): string => {
    const [id = '', attribute] = path.split('.');
    return attribute ? attributeOf(id, attribute) : referenceTo(id);
  };

  const substituted = (text: string) => text.replaceAll(/\$\{([\w:.]+)\}/g, (_text, path) => named(path));

  function resolve(part: unknown): unknown {
    if (Array.isArray(part)) return part.map(resolve);
    if (typeof part !== 'object' || part === null) return part;
    const [[kind, value] = ['', part]] = Object.entries(part);
    if (kind === 'Ref') return named(value);
    if (kind === 'Fn::GetAtt') return named(value.join('.'));
    if (kind === 'Fn::Sub') return substituted(value);
    if (kind.startsWith('Fn::')) return unknown(kind);
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, resolve(one)]));
  }
  return resolve as Resolve;
}

function unknown(what: string): never {
  throw new Error(`Nothing stands for ${what}`);
}
