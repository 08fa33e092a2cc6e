import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { openDatabase } from '../../../local/dataFolder.ts';
import { anyFreePort } from '../../../local/ports.ts';
import { type Run, stage } from './npmStart.ts';

/** The numbers of people at an event in the data of a run that has ended. */
export async function storedCounts(
  { dataDir }: Run,
  eventId: string,
): Promise<{ registered: number; waitlisted: number }> {
  const database = await openDatabase(await anyFreePort(), dataDir);
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${database.port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const pages = paginateScan(
    { client },
    {
      TableName: `event-management-api-${stage}-registrations`,
      FilterExpression: 'eventId = :eventId',
      ExpressionAttributeValues: { ':eventId': { S: eventId } },
    },
  );
  const statuses: (string | undefined)[] = [];
  for await (const { Items = [] } of pages) statuses.push(...Items.map(({ status }) => status?.S));
  client.destroy();
  await database.stop();
  const registered = statuses.filter(status => status === 'registered').length;
  return { registered, waitlisted: statuses.length - registered };
}
