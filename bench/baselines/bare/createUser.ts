import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { answering } from './answering.ts';
import { client, isRefused, USERS } from './database.ts';

export const handler = answering(async (_path, { userId, name }) => {
  const Item = { userId, name, createdAt: new Date().toISOString() };
  const ConditionExpression = 'attribute_not_exists(userId)';
  try {
    await client.send(new PutCommand({ TableName: USERS, Item, ConditionExpression }));
    return [201, Item];
  } catch (error) {
    if (isRefused(error)) return [409, { detail: 'User already exists' }];
    throw error;
  }
});
