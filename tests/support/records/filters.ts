import { createRequire } from 'node:module';
import type { DynamoDBRecord } from 'aws-lambda';

/** The filters that serverless.yml has for the streams of a function. */
export const filtersOf = (key: string): object[] | undefined =>
  JSON.parse(process.env.TEST_FILTERS ?? '{}')[key];

type FilterRecords = (filters: object[] | undefined, records: DynamoDBRecord[]) => DynamoDBRecord[];

/** `npm start` applies filters by this, in place of Lambda. */
export const { filterRecords }: { filterRecords: FilterRecords } = createRequire(import.meta.url)(
  'serverless-offline-dynamodb-streams/src/filter-patterns.js',
);
