import { keyNamesOf } from './tableKeys.ts';
import { type Call, callOf } from './wire.ts';

const rowsOfEvents = keyNamesOf([
  {
    TableName: 'rows',
    KeySchema: [
      { AttributeName: 'userId', KeyType: 'RANGE' },
      { AttributeName: 'eventId', KeyType: 'HASH' },
    ],
  },
]);

/** A request as the weather sees it. Its table has a partition key and a sort key, unless `keyNames` say otherwise. */
export const aCall = (operation: string, body: object, keyNames = rowsOfEvents): Call =>
  callOf({ 'x-amz-target': `DynamoDB_20120810.${operation}` }, Buffer.from(JSON.stringify(body)), keyNames);
