import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** The SDK without its retry. */
export type Client = ReturnType<typeof clientOf>;

const clientOf = (documents: DynamoDBDocumentClient) => ({
  put: (input: PutCommandInput) => documents.send(new PutCommand(input)),
  update: (input: UpdateCommandInput) => documents.send(new UpdateCommand(input)),
  send: documents.send.bind(documents) as typeof documents.send,
  read: (TableName: string, Key: Record<string, string>) =>
    documents.send(new GetCommand({ TableName, Key, ConsistentRead: true })),
  transact: (TransactItems: Writes, ClientRequestToken: string = randomUUID()) =>
    documents.send(new TransactWriteCommand({ TransactItems, ClientRequestToken })),
});

export async function withClient<Result>(endpoint: string, work: (client: Client) => Promise<Result>) {
  const plain = new DynamoDBClient({ endpoint, maxAttempts: 1 });
  try {
    return await work(clientOf(DynamoDBDocumentClient.from(plain)));
  } finally {
    plain.destroy();
  }
}

/** The error of a call, which must fail. */
export async function failureOf(call: Promise<unknown>): Promise<Error> {
  const answer = await call.catch(error => ({ error }));
  if (answer instanceof Object && 'error' in answer) return answer.error as Error;
  throw new Error(`The call did not fail, but answered ${JSON.stringify(answer)}`);
}
