/** The account and the region of the stack of the tests. */
export const ACCOUNT = '000000000000';
export const REGION = 'eu-central-1';

const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

export const tableArn = (name: string) => arn('dynamodb', `table/${name}`);
export const indexArn = (table: string, index: string) => `${tableArn(table)}/index/${index}`;
/** Each table has one stream, whenever the engine made it. */
export const streamArn = (table: string) => `${tableArn(table)}/stream/latest`;
export const queueArn = (name: string) => arn('sqs', name);
/** Names of buckets are unique in the world. */
export const bucketArn = (name: string) => `arn:aws:s3:::${name}`;
/** The name of a parameter begins with a slash here. */
export const parameterArn = (name: string) => arn('ssm', `parameter${name}`);
export const functionArn = (name: string) => arn('lambda', `function:${name}`);
export const logStreamArn = (name: string) => arn('logs', `log-group:/aws/lambda/${name}:log-stream:today`);
