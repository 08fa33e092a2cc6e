import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  ListTablesCommand,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';

import { LocalError } from './localError.ts';

type CloudFormationResource = { Type: string; Properties?: Record<string, unknown> };

/** CreateTable takes these of a table's CloudFormation properties. The others (backups, tags) have no local meaning. */
const SHARED_PROPERTIES = [
  'TableName',
  'AttributeDefinitions',
  'KeySchema',
  'LocalSecondaryIndexes',
  'GlobalSecondaryIndexes',
  'BillingMode',
];

/** Returns the tables of serverless.yml, which alone defines them, as CreateTable takes them. */
export const tablesOf = (resources: Record<string, CloudFormationResource>): CreateTableCommandInput[] =>
  Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::DynamoDB::Table')
    .map(({ Properties = {} }) => {
      const shared = Object.entries(Properties).filter(([name]) => SHARED_PROPERTIES.includes(name));
      const { StreamSpecification } = Properties;
      return {
        ...Object.fromEntries(shared),
        ...(StreamSpecification !== undefined && {
          StreamSpecification: { StreamEnabled: true, ...(StreamSpecification as object) },
        }),
      } as unknown as CreateTableCommandInput;
    });

/**
 * Creates the tables that the database at AWS_ENDPOINT_URL_DYNAMODB does not have yet.
 * @throws LocalError when it has one of an older version, or when nobody answers there
 */
export async function createMissingTables(tables: CreateTableCommandInput[]): Promise<void> {
  const client = new DynamoDBClient({});
  try {
    const existing = await listTables(client).catch(unlessUnreachable);
    const missing = tables.filter(({ TableName }) => !existing.has(TableName));
    await Promise.all(
      tables.filter(table => !missing.includes(table)).map(table => ensureCurrent(client, table)),
    );
    await Promise.all(
      missing.map(async table => {
        await client.send(new CreateTableCommand(table)).catch(unlessJustCreated);
        await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 60 }, { TableName: table.TableName });
      }),
    );
  } finally {
    client.destroy();
  }
}

/** Refuses a table that was made with another key, or without a stream or an index, where its rows would be missing. */
async function ensureCurrent(client: DynamoDBClient, table: CreateTableCommandInput): Promise<void> {
  const { TableName, StreamSpecification } = table;
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const hasStream = !StreamSpecification || Table?.StreamSpecification?.StreamEnabled;
  const existing = keysOf(Table ?? {});
  if (hasStream && keysOf(table).every(key => existing.includes(key))) return;
  throw new LocalError(
    `The table ${TableName} was made by an older version of this service: move the folder with its data away, or choose another one, such as DYNAMODB_DATA=.dynamodb-new.`,
  );
}

type Keys = { IndexName?: string | undefined; KeySchema?: KeySchemaElement[] | undefined };
type Keyed = Keys & {
  LocalSecondaryIndexes?: Keys[] | undefined;
  GlobalSecondaryIndexes?: Keys[] | undefined;
};

/** Returns the keys of a table and of its indexes as texts. */
const keysOf = (table: Keyed): string[] =>
  [table, ...(table.LocalSecondaryIndexes ?? []), ...(table.GlobalSecondaryIndexes ?? [])].map(
    ({ IndexName = '', KeySchema = [] }) =>
      [IndexName, ...KeySchema.map(({ AttributeName }) => AttributeName)].join(' '),
  );

const unlessUnreachable = (error: unknown): never => {
  if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  throw new LocalError(
    `No database answers at ${process.env.AWS_ENDPOINT_URL_DYNAMODB} (${(error as NodeJS.ErrnoException).code}): start it, or leave AWS_ENDPOINT_URL_DYNAMODB out to have one started.`,
  );
};

/** Two commands may find the same table missing. */
const unlessJustCreated = (error: unknown) => {
  if (!(error instanceof ResourceInUseException)) throw error;
};

async function listTables(client: DynamoDBClient): Promise<Set<string | undefined>> {
  const names = new Set<string | undefined>();
  let ExclusiveStartTableName: string | undefined;
  do {
    const page = await client.send(new ListTablesCommand({ ExclusiveStartTableName }));
    for (const name of page.TableNames ?? []) names.add(name);
    ExclusiveStartTableName = page.LastEvaluatedTableName;
  } while (ExclusiveStartTableName);
  return names;
}
