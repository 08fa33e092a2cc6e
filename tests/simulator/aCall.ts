import { type Call, callOf, keyNamesOf } from './wire.ts';

const keyNames = keyNamesOf([
  {
    TableName: 'rows',
    KeySchema: [
      { AttributeName: 'userId', KeyType: 'RANGE' },
      { AttributeName: 'eventId', KeyType: 'HASH' },
    ],
  },
]);

/** A request as the weather sees it. Its table has a partition key and a sort key. */
export const aCall = (operation: string, body: object): Call =>
  callOf({ 'x-amz-target': `DynamoDB_20120810.${operation}` }, Buffer.from(JSON.stringify(body)), keyNames);
