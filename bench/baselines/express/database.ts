import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { EventItem, RegistrationItem, UserItem } from '../items.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

const {
  BASELINE_EVENTS_TABLE: EVENTS,
  BASELINE_USERS_TABLE: USERS,
  BASELINE_REGISTRATIONS_TABLE: REGISTRATIONS,
} = process.env;

async function get<Item>(
  TableName: string | undefined,
  Key: Record<string, string>,
): Promise<Item | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName, Key }));
  return Item as Item | undefined;
}

export const getEvent = (eventId: string) => get<EventItem>(EVENTS, { eventId });
export const getUser = (userId: string) => get<UserItem>(USERS, { userId });
export const getRegistration = (eventId: string, userId: string) =>
  get<RegistrationItem>(REGISTRATIONS, { eventId, userId });

export const putEvent = (Item: EventItem) => client.send(new PutCommand({ TableName: EVENTS, Item }));
export const putUser = (Item: UserItem) => client.send(new PutCommand({ TableName: USERS, Item }));
export const putRegistration = (Item: RegistrationItem) =>
  client.send(new PutCommand({ TableName: REGISTRATIONS, Item }));

export async function listRegistrations(eventId: string): Promise<RegistrationItem[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: REGISTRATIONS,
      KeyConditionExpression: 'eventId = :eventId',
      ExpressionAttributeValues: { ':eventId': eventId },
    }),
  );
  return Items as RegistrationItem[];
}

/** Sets a counter of an event. */
export const setCount = (eventId: string, counter: 'registeredCount' | 'waitlistCount', count: number) =>
  client.send(
    new UpdateCommand({
      TableName: EVENTS,
      Key: { eventId },
      UpdateExpression: 'SET #counter = :count, updatedAt = :now',
      ExpressionAttributeNames: { '#counter': counter },
      ExpressionAttributeValues: { ':count': count, ':now': new Date().toISOString() },
    }),
  );
