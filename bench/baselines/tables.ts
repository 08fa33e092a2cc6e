import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** The names of the tables that all baselines share, by the variables in which their functions find them. */
export const BASELINE_ENVIRONMENT = {
  BASELINE_EVENTS_TABLE: 'baseline-events',
  BASELINE_USERS_TABLE: 'baseline-users',
  BASELINE_REGISTRATIONS_TABLE: 'baseline-registrations',
};

type Attribute = 'eventId' | 'userId';

const key = (...names: Attribute[]) => ({
  AttributeDefinitions: names.map(name => ({ AttributeName: name, AttributeType: 'S' as const })),
  KeySchema: keySchema(...names),
});

const keySchema = (...names: Attribute[]) =>
  names.map((name, n) => ({
    AttributeName: name,
    KeyType: n === 0 ? ('HASH' as const) : ('RANGE' as const),
  }));

/**
 * The tables of the baselines. A registration has the key of its event and its person, so that it is in the table once,
 * and an index by person, which the route that lists the registrations of a person needs.
 */
export const BASELINE_TABLES = [
  { TableName: BASELINE_ENVIRONMENT.BASELINE_EVENTS_TABLE, ...key('eventId') },
  { TableName: BASELINE_ENVIRONMENT.BASELINE_USERS_TABLE, ...key('userId') },
  {
    TableName: BASELINE_ENVIRONMENT.BASELINE_REGISTRATIONS_TABLE,
    ...key('eventId', 'userId'),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byUser',
        KeySchema: keySchema('userId', 'eventId'),
        Projection: { ProjectionType: 'ALL' as const },
      },
    ],
  },
].map(table => ({ ...table, BillingMode: 'PAY_PER_REQUEST' as const })) satisfies CreateTableCommandInput[];
