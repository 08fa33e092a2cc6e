import { randomUUID } from 'node:crypto';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { answering } from './answering.ts';
import { client, EVENTS, isRefused, REGISTRATIONS, USERS } from './database.ts';

/** Takes a free seat in one transaction. It has no waitlist, and does not say why a seat was refused. */
export const handler = answering(async ({ eventId }, { userId }) => {
  const Item = {
    registrationId: randomUUID(),
    eventId,
    userId,
    status: 'registered',
    registeredAt: new Date().toISOString(),
    waitlistPosition: null,
    promotedAt: null,
  };
  try {
    await client.send(new TransactWriteCommand({ TransactItems: writesOf(Item) }));
    return [201, { ...Item, message: 'Successfully registered for event' }];
  } catch (error) {
    if (isRefused(error)) return [409, { detail: 'No seat is free, or the person has one' }];
    throw error;
  }
});

const writesOf = (Item: { eventId: string | undefined; userId: unknown }) => [
  {
    Update: {
      TableName: EVENTS,
      Key: { eventId: Item.eventId },
      UpdateExpression: 'ADD registeredCount :one',
      ConditionExpression: '#status = :active AND registeredCount < #capacity',
      ExpressionAttributeNames: { '#status': 'status', '#capacity': 'capacity' },
      ExpressionAttributeValues: { ':one': 1, ':active': 'active' },
    },
  },
  {
    ConditionCheck: {
      TableName: USERS,
      Key: { userId: Item.userId },
      ConditionExpression: 'attribute_exists(userId)',
    },
  },
  {
    Put: { TableName: REGISTRATIONS, Item, ConditionExpression: 'attribute_not_exists(userId)' },
  },
];
