import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type EventItem, eventAnswer } from '../items.ts';
import { answering } from './answering.ts';
import { client, EVENTS } from './database.ts';

export const handler = answering(async ({ eventId }) => {
  const { Item } = await client.send(
    new GetCommand({ TableName: EVENTS, Key: { eventId }, ConsistentRead: true }),
  );
  return Item ? [200, eventAnswer(Item as EventItem)] : [404, { detail: 'Event not found' }];
});
