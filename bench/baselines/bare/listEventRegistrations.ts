import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { answering } from './answering.ts';
import { client, REGISTRATIONS } from './database.ts';

export const handler = answering(async ({ eventId }) => {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: REGISTRATIONS,
      KeyConditionExpression: 'eventId = :eventId',
      ExpressionAttributeValues: { ':eventId': eventId },
      ConsistentRead: true,
    }),
  );
  return [200, Items];
});
