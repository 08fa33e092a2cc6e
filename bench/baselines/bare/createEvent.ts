import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type EventItem, eventAnswer } from '../items.ts';
import { answering } from './answering.ts';
import { client, EVENTS, isRefused } from './database.ts';

export const handler = answering(async (_path, body) => {
  const now = new Date().toISOString();
  const counts = { registeredCount: 0, waitlistCount: 0 };
  const Item = { ...body, ...counts, status: 'active', createdAt: now, updatedAt: now } as EventItem;
  const ConditionExpression = 'attribute_not_exists(eventId)';
  try {
    await client.send(new PutCommand({ TableName: EVENTS, Item, ConditionExpression }));
    return [201, eventAnswer(Item)];
  } catch (error) {
    if (isRefused(error)) return [409, { detail: 'Event already exists' }];
    throw error;
  }
});
